"""The reader's network: the encoder's layers, in which the question looks at the passage.

The passage never looks at the question. So one pass over a passage serves any number of questions,
which makes training several times cheaper, and lets a passage be encoded before it is asked.
"""

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

PASSAGE, PADDING = 0, -1  # In `owner`: whose token it is; questions are numbered from 1.
IMPOSSIBLE = -1e4  # The logit of what can't be; finite, so that no sum becomes NaN.
START_BIAS = 4.5  # About log(90): at first "no answer" weighs as much as all tokens together.


class ReaderNetwork(nn.Module):
    """Gives each token of a passage a logit for each question, and "no answer" one.

    All of a question's logits share one softmax: the share of "no answer" is the probability that
    the passage doesn't answer, the share of a sentence's tokens the probability that it does.
    The first `apart` layers are the encoder's own, unchanged, question and passage apart.
    """

    def __init__(self, encoder: Path, layers: int = 6, apart: int = 2) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            encoder,
            add_pooling_layer=False,
            num_hidden_layers=layers,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        config = self.bert.config
        self.apart, self.heads = apart, config.num_attention_heads
        width = config.hidden_size
        self.role = nn.Parameter(torch.zeros(width))  # Tells the question's tokens from others.
        self.pointer = nn.Linear(width, width)
        self.nothing = nn.Linear(width, 1)
        nn.init.eye_(self.pointer.weight)
        nn.init.zeros_(self.pointer.bias)
        nn.init.normal_(self.nothing.weight, std=0.02)
        nn.init.constant_(self.nothing.bias, START_BIAS)
        self.scale = math.sqrt(width)
        # The word vectors are half of all weights, and too few examples touch each to move it well.
        self.bert.embeddings.requires_grad_(False)
        self.bert.encoder.layer[:apart].requires_grad_(False)

    def forward(self, ids: Tensor, positions: Tensor, owner: Tensor, firsts: Tensor) -> Tensor:
        """Return logits of shape (rows, questions, 1 + tokens); column 0 is "no answer".

        A row holds one passage and its questions; `owner` says whose each token is, `firsts`
        where each question's first token stands.
        """
        hidden = self.bert.embeddings(input_ids=ids, position_ids=positions)
        same = owner[:, :, None] == owner[:, None, :]
        seen = same | ((owner == PASSAGE)[:, None, :] & (owner > PASSAGE)[:, :, None])
        for number, layer in enumerate(self.bert.encoder.layer):
            if number == self.apart:
                hidden = hidden + (owner > PASSAGE)[:, :, None] * self.role
            hidden = self._layer(layer, hidden, (same if number < self.apart else seen)[:, None])
        asked = torch.gather(hidden, 1, firsts[:, :, None].expand(-1, -1, hidden.shape[-1]))
        tokens = self.pointer(asked) @ hidden.transpose(1, 2) / self.scale
        return torch.cat([self.nothing(asked), tokens], dim=2)

    def _layer(self, layer: nn.Module, hidden: Tensor, mask: Tensor) -> Tensor:
        attention = layer.attention
        query, key, value = (
            part(hidden).unflatten(2, (self.heads, -1)).transpose(1, 2)
            for part in (attention.self.query, attention.self.key, attention.self.value)
        )
        looked = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended = attention.output(looked.transpose(1, 2).flatten(2), hidden)
        output: Tensor = layer.output(layer.intermediate(attended), attended)
        return output


def answer_loss(logits: Tensor, possible: Tensor, gold: Tensor, weight: Tensor) -> Tensor:
    """Return the weighted mean of -log(probability of the gold outcome).

    Shapes are those of `logits`; `weight` is (rows, questions), 0 for a question that isn't there.
    Any one gold token may carry all the probability.
    """
    every = torch.logsumexp(logits.masked_fill(~possible, IMPOSSIBLE), dim=2)
    right = torch.logsumexp(logits.masked_fill(~gold, IMPOSSIBLE), dim=2)
    return ((every - right) * weight).sum() / weight.sum()
