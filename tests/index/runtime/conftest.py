"""Small encoders of random weights, saved the way sentence-transformers saves them."""

from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from index.model_files import BUNDLED_NAME, model_folder


class MakeModel(Protocol):
    def __call__(self, kind: str = "bert", pooling: str = "mean") -> Path: ...


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Save a model of two narrow layers with the bundled model's tokenizer and two prompts."""

    def make(kind: str = "bert", pooling: str = "mean") -> Path:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.models import Pooling, Transformer
        from transformers import AutoModel, AutoTokenizer, BertConfig, DistilBertConfig

        torch.manual_seed(0)
        folder = tmp_path_factory.mktemp("model")
        configs = {
            "bert": BertConfig(
                hidden_size=48,
                num_hidden_layers=2,
                num_attention_heads=3,
                intermediate_size=96,
                layer_norm_eps=1e-5,
            ),
            "distilbert": DistilBertConfig(dim=48, n_layers=1, n_heads=3, hidden_dim=96),
        }
        AutoModel.from_config(configs[kind]).save_pretrained(folder)
        AutoTokenizer.from_pretrained(model_folder(BUNDLED_NAME)).save_pretrained(folder)
        transformer = Transformer(str(folder), max_seq_length=40)
        modules = [transformer, Pooling(48, pooling_mode=pooling)]
        prompts = {"query": "query: ", "document": "passage: "}
        saved = folder / "saved"
        SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(saved))
        return saved

    return make


TEXTS = [
    "",
    "fever",
    "What does interferon do?",
    "Naïve CAFÉ 多発性硬化症 🧠",
    "Immune therapy slows multiple sclerosis. " * 30,
    *(f"{'word ' * n}number {n}" for n in np.random.default_rng(0).integers(1, 60, 40)),
]
