"""The reader's network: the encoder's layers, in which question and passage look at each other."""

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

IMPOSSIBLE = -1e4  # The logit of what can't be; finite, so that no sum becomes NaN.
START_BIAS = 4.5  # About log(90): at first "no answer" weighs as much as all tokens together.


class ReaderNetwork(nn.Module):
    """Gives each token of a pair of question and passage a logit, and "no answer" one.

    All of a pair's logits share one softmax: the share of "no answer" is the probability that
    the passage doesn't answer, the share of a sentence's tokens the probability that it does.
    """

    def __init__(self, encoder: Path, layers: int = 6, dropout: float = 0.0) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            encoder,
            add_pooling_layer=False,
            num_hidden_layers=layers,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
        )
        self.heads = self.bert.config.num_attention_heads
        width = self.bert.config.hidden_size
        self.pointer = nn.Linear(width, width)
        self.nothing = nn.Linear(width, 1)
        nn.init.eye_(self.pointer.weight)
        nn.init.zeros_(self.pointer.bias)
        nn.init.normal_(self.nothing.weight, std=0.02)
        nn.init.constant_(self.nothing.bias, START_BIAS)
        self.scale = math.sqrt(width)
        # The word vectors are half of all weights, and too few examples touch each to move it well.
        self.bert.embeddings.word_embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, kinds: Tensor, present: Tensor) -> Tensor:
        """Return logits of shape (pairs, 1 + tokens); column 0 is "no answer".

        `kinds` is 0 for the question's tokens and 1 for the passage's, `present` 0 for padding.
        """
        hidden = self.bert.embeddings(input_ids=ids, token_type_ids=kinds)
        absent = ((1 - present) * IMPOSSIBLE)[:, None, None, :]
        for layer in self.bert.encoder.layer:
            hidden = self._layer(layer, hidden, absent)
        first = hidden[:, :1]
        tokens = self.pointer(first) @ hidden.transpose(1, 2) / self.scale
        return torch.cat([self.nothing(first)[:, 0], tokens[:, 0]], dim=1).float()

    def _layer(self, layer: nn.Module, hidden: Tensor, absent: Tensor) -> Tensor:
        attention = layer.attention
        query, key, value = (
            part(hidden).unflatten(2, (self.heads, -1)).transpose(1, 2)
            for part in (attention.self.query, attention.self.key, attention.self.value)
        )
        # Plain products: torch's fused attention takes twice as long to train, for in bfloat16 its
        # way back has no fast path for heads this narrow.
        likeness = query @ key.transpose(2, 3) / math.sqrt(query.shape[-1]) + absent
        looked = torch.softmax(likeness, dim=-1) @ value
        attended = attention.output(looked.transpose(1, 2).flatten(2), hidden)
        output: Tensor = layer.output(layer.intermediate(attended), attended)
        return output


def answer_loss(logits: Tensor, possible: Tensor, gold: Tensor) -> Tensor:
    """Return -log(probability of the gold outcome) of each pair; all shapes are the logits'.

    Any one gold token may carry all the probability.
    """
    every = torch.logsumexp(logits.masked_fill(~possible, IMPOSSIBLE), dim=1)
    right = torch.logsumexp(logits.masked_fill(~gold, IMPOSSIBLE), dim=1)
    return every - right
