"""The fast runtime against sentence-transformers, which defines every encoder."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import Encoder
from index.encoder import EmbeddedQuery
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from index.runtime.checking import SAMPLE, bundled_vectors, lowest_cosine
from index.runtime.onnx_encoder import Embedded, OnnxEncoder, Recent, batches
from index.sentence_transformer import SentenceTransformerEncoder
from tests.benchmarks.work import counted_runs
from tests.index.runtime.conftest import TEXTS, MakeModel


@pytest.fixture(scope="module")
def torch_encoder() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(BUNDLED_NAME)


def test_the_bundled_model_gives_torchs_vectors_of_every_text(
    encoder: Encoder, torch_encoder: SentenceTransformerEncoder
) -> None:
    assert isinstance(encoder, OnnxEncoder)
    np.testing.assert_allclose(
        encoder.encode_passages(TEXTS), torch_encoder.encode_passages(TEXTS), atol=2e-6
    )
    np.testing.assert_allclose(
        encoder.encode_queries(SAMPLE), torch_encoder.encode_queries(SAMPLE), atol=2e-6
    )


def test_half_of_the_layers_are_torchs_too_and_all_of_them_the_same_as_ever(
    encoder: Encoder, torch_encoder: SentenceTransformerEncoder
) -> None:
    by_depth = encoder.encode_by_depth(SAMPLE)
    np.testing.assert_allclose(by_depth, torch_encoder.encode_by_depth(SAMPLE), atol=2e-6)
    np.testing.assert_allclose(by_depth[:, 0], encoder.encode_queries(SAMPLE), atol=2e-6)
    assert np.abs(by_depth[:, 0] - by_depth[:, 1]).max() > 0.1


def test_the_recorded_vectors_of_the_bundled_model_are_torchs(
    torch_encoder: SentenceTransformerEncoder,
) -> None:
    assert lowest_cosine(bundled_vectors(), torch_encoder.encode_passages(SAMPLE)) > 0.999999


def test_both_runtimes_are_the_same_encoder_by_identity_and_by_count(
    encoder: Encoder, torch_encoder: SentenceTransformerEncoder
) -> None:
    assert encoder.identity.inputs() == torch_encoder.identity.inputs()
    assert encoder.identity.runtime.startswith("onnxruntime ")
    assert torch_encoder.identity.runtime.startswith("torch ")
    assert encoder.count_tokens(TEXTS) == torch_encoder.count_tokens(TEXTS)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_any_bert_by_its_folder_runs_without_torch_and_gives_its_vectors(
    pooling: str, make_model: MakeModel, tmp_path: Path
) -> None:
    name = str(make_model(pooling=pooling))
    loaded = load_encoder(name, None, tmp_path)
    fast, defining = loaded.encoder, SentenceTransformerEncoder(name)
    assert isinstance(fast, OnnxEncoder)
    assert fast.identity.inputs() == defining.identity.inputs()
    assert fast.identity.query_prefix == "query: "
    assert fast.identity.max_tokens == 38
    np.testing.assert_allclose(
        fast.encode_passages(TEXTS), defining.encode_passages(TEXTS), atol=2e-6
    )
    np.testing.assert_allclose(
        fast.encode_queries(TEXTS), defining.encode_queries(TEXTS), atol=2e-6
    )

    _assert_the_same_tokens(fast, defining, TEXTS)


def test_the_tokens_of_a_query_are_torchs(
    encoder: Encoder, torch_encoder: SentenceTransformerEncoder
) -> None:
    _assert_the_same_tokens(encoder, torch_encoder, SAMPLE)
    (asked,) = encoder.embed_queries(["Is dacrocyte a word?"])
    # A rare word is cut in pieces; special tokens aren't counted either.
    assert len(asked.tokens) == encoder.count_tokens(["Is dacrocyte a word?"])[0] > 5
    np.testing.assert_array_equal(asked.vector, encoder.encode_queries(["is DACROCYTE a word?"])[0])


def _assert_the_same_tokens(fast: Encoder, defining: Encoder, texts: Sequence[str]) -> None:
    both = zip(fast.embed_queries(texts), defining.embed_queries(texts), strict=True)
    for found, expected in both:
        np.testing.assert_allclose(found.vector, expected.vector, atol=2e-6)
        np.testing.assert_allclose(found.tokens, expected.tokens, atol=2e-5)
        np.testing.assert_allclose(np.linalg.norm(found.tokens, axis=1), 1.0, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_a_crowd(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=2e-6)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


def test_threads_share_one_encoder(encoder: Encoder) -> None:
    expected = encoder.encode_queries(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: encoder.encode_queries([text])[0], TEXTS))
    np.testing.assert_allclose(np.array(found), expected, atol=2e-6)


def test_a_question_among_sentences_is_not_embedded_again_alone(encoder: Encoder) -> None:
    sentences = ["I fell off my bike yesterday.", "Does a bruise need ice?"]
    with counted_runs() as ran:
        together = encoder.encode_queries([" ".join(sentences), *sentences])
        again = encoder.encode_queries([" ".join(sentences).upper()])
    assert ran.texts == 3
    np.testing.assert_array_equal(again, together[:1])


def test_the_oldest_vectors_are_forgotten_first() -> None:
    keys = [((number,), (0,)) for number in range(5)]
    recent = Recent(3)
    for number, key in enumerate(keys):
        vector = np.full(1, number, np.float32)
        recent.keep({key: Embedded(vector[None], EmbeddedQuery(vector, vector[None]))})
    assert list(recent.held(keys)) == keys[2:]


def test_batches_hold_every_row_once_and_little_padding() -> None:
    lengths = [int(n) for n in np.random.default_rng(1).integers(2, 257, 1000)]
    grouped = list(batches(lengths, 256))
    assert sorted(row for rows in grouped for row in rows) == list(range(1000))
    padded = sum(len(rows) * max(lengths[row] for row in rows) for rows in grouped)
    assert padded <= 1.05 * sum(lengths)
