"""The rounded runtime against sentence-transformers; a processor without bfloat16 imitates it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from index import Encoder
from index.errors import RuntimeRefusedError
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME, find_model
from index.runtime.bfloat16_encoder import Bfloat16Encoder
from index.runtime.checking import LEAST_COSINE, SAMPLE, check, lowest_cosine
from index.runtime.recipe import read_recipe
from index.sentence_transformer import SentenceTransformerEncoder
from tests.index.runtime.conftest import TEXTS, MakeModel


def rounded(name: str, exact: Encoder) -> Bfloat16Encoder:
    files = find_model(name)
    return Bfloat16Encoder(read_recipe(files), files, exact)


def test_its_passages_are_nearly_the_exact_ones_and_its_questions_are_those(
    encoder: Encoder,
) -> None:
    many = rounded(BUNDLED_NAME, encoder)
    exact = encoder.encode_passages(TEXTS)
    embedded = many.encode_passages(TEXTS)
    assert lowest_cosine(embedded, exact) > LEAST_COSINE["bfloat16"]
    assert check(many, encoder.encode_passages(SAMPLE)) > LEAST_COSINE["bfloat16"]
    # It is what it says it is: in float32 they would be the same.
    assert np.abs(embedded - exact).max() > 1e-4
    np.testing.assert_array_equal(many.encode_queries(TEXTS[:4]), encoder.encode_queries(TEXTS[:4]))
    assert many.count_tokens(TEXTS) == encoder.count_tokens(TEXTS)
    assert many.identity.precision == "bfloat16"
    assert many.identity.is_comparable(encoder.identity)
    assert many.identity.inputs() != encoder.identity.inputs()


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_any_bert_follows_its_own_recipe(
    pooling: str, make_model: MakeModel, tmp_path: Path
) -> None:
    name = str(make_model(pooling=pooling))
    many = rounded(name, load_encoder(name, None, tmp_path).encoder)
    defining = SentenceTransformerEncoder(name)
    cosine = lowest_cosine(many.encode_passages(TEXTS), defining.encode_passages(TEXTS))
    assert cosine > LEAST_COSINE["bfloat16"]


def test_a_text_has_nearly_the_same_vector_alone_and_in_a_crowd(encoder: Encoder) -> None:
    many = rounded(BUNDLED_NAME, encoder)
    together = many.encode_passages(TEXTS)
    alone = np.concatenate([many.encode_passages([text]) for text in TEXTS])
    assert lowest_cosine(together, alone) > LEAST_COSINE["bfloat16"]
    assert many.encode_passages([]).shape == (0, 384)


def test_torch_keeps_its_number_of_threads(encoder: Encoder) -> None:
    before = torch.get_num_threads()
    rounded(BUNDLED_NAME, encoder).encode_passages(TEXTS)
    assert torch.get_num_threads() == before


def test_weights_that_are_no_float32_are_refused(encoder: Encoder, make_model: MakeModel) -> None:
    from safetensors.torch import load_file, save_file

    folder = make_model()
    weights = folder / "model.safetensors"
    half = {name: tensor.to(torch.float16) for name, tensor in load_file(weights).items()}
    save_file(half, weights)
    with pytest.raises(RuntimeRefusedError, match="no float32"):
        rounded(str(folder), encoder)
