"""Small encoders of random weights, in folders of the form that sentence-transformers reads."""

import json
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from index.model_files import BUNDLED_NAME, model_folder

WIDTH = 48
TEXTS = [
    "",
    "fever",
    "What does interferon do?",
    "Naïve CAFÉ 多発性硬化症 🧠",
    "Immune therapy slows multiple sclerosis. " * 30,
    *(f"{'word ' * n}number {n}" for n in np.random.default_rng(0).integers(1, 60, 40)),
]


class MakeModel(Protocol):
    def __call__(self, kind: str = "bert", pooling: str = "mean") -> Path: ...


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Save a model of two narrow layers with the bundled model's tokenizer and two prompts."""

    def make(kind: str = "bert", pooling: str = "mean") -> Path:
        import torch
        from transformers import AutoModel, AutoTokenizer, BertConfig, DistilBertConfig

        torch.manual_seed(0)
        folder = tmp_path_factory.mktemp("model")
        configs = {
            "bert": BertConfig(
                hidden_size=WIDTH,
                num_hidden_layers=2,
                num_attention_heads=3,
                intermediate_size=96,
                layer_norm_eps=1e-5,
            ),
            "distilbert": DistilBertConfig(dim=WIDTH, n_layers=1, n_heads=3, hidden_dim=96),
        }
        AutoModel.from_config(configs[kind]).save_pretrained(folder)
        AutoTokenizer.from_pretrained(model_folder(BUNDLED_NAME)).save_pretrained(folder)
        _write_modules(folder, pooling)
        return folder

    return make


def _write_modules(folder: Path, pooling: str) -> None:
    name = "sentence_transformers.models"
    parts = {
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{name}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{name}.Pooling"},
        ],
        "sentence_bert_config.json": {"max_seq_length": 40, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": WIDTH, "pooling_mode": pooling},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "}
        },
    }
    (folder / "1_Pooling").mkdir()
    for path, content in parts.items():
        (folder / path).write_text(json.dumps(content))
