"""Load an encoder by name on the fastest runtime that gives the defining vectors."""

import logging
from dataclasses import dataclass
from pathlib import Path

from index.encoder import Encoder, Vectors
from index.errors import RuntimeRefusedError
from index.model_files import BUNDLED_SHA256, ModelFiles, find_model
from index.runtime.checking import SAMPLE, bundled_vectors, check
from index.runtime.graph_cache import CheckedGraph, cache_key, read_checked, write_checked
from index.runtime.onnx_encoder import RUNTIME, OnnxEncoder
from index.runtime.recipe import Recipe, read_recipe
from index.runtime.weights import tensor_places

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedEncoder:
    """An encoder, and why it runs on the runtime that its identity names."""

    encoder: Encoder
    why: str


def load_encoder(name: str, sha256: str | None, cache: Path) -> LoadedEncoder:
    """Load the encoder `name`, with weights of `sha256` where one is given.

    The bundled model and every other BERT run in onnxruntime, once their vectors have been found
    the same as torch's; `cache` keeps that finding. All other models run in torch.
    """
    files = find_model(name, sha256)
    try:
        return _in_onnxruntime(files, cache)
    except RuntimeRefusedError as refusal:
        _log.warning("%s", refusal)
        return LoadedEncoder(_in_torch(files), refusal.found)


def load_for_many(exact: Encoder, sha256: str | None) -> Encoder:
    """Return what embeds many passages faster than `exact`, or `exact` where nothing does.

    It is the same model in bfloat16, on a processor that multiplies so, once its vectors have
    been found near enough to those of `exact`.
    """
    # Imported late: only a build of many pages should wait for torch.
    from index.runtime.bfloat16_encoder import Bfloat16Encoder, multiplies_bfloat16

    if not multiplies_bfloat16():
        return exact
    files = find_model(exact.identity.name, sha256)
    try:
        encoder = Bfloat16Encoder(read_recipe(files), files, exact)
        check(encoder, exact.encode_passages(SAMPLE))
    except RuntimeRefusedError as refusal:
        _log.warning("not embedded in bfloat16: %s", refusal.found)
        return exact
    return encoder


def _in_onnxruntime(files: ModelFiles, cache: Path) -> LoadedEncoder:
    recipe = read_recipe(files)
    identity = recipe.identity(files, RUNTIME)
    key = cache_key(files, recipe, RUNTIME)
    checked = read_checked(cache, key)
    graph = _graph(files, recipe) if checked is None else checked.graph
    encoder = OnnxEncoder(recipe, identity, graph, files.weights)
    if checked is None:
        checked = CheckedGraph(graph, check(encoder, _defining_vectors(files, encoder)))
        _keep(cache, key, checked)
    why = f"its vectors are torch's (lowest cosine {checked.cosine:.6f} on the check's texts)"
    return LoadedEncoder(encoder, why)


def _graph(files: ModelFiles, recipe: Recipe) -> bytes:
    # Imported late: onnx is needed at the first start alone.
    from index.runtime.bert_graph import bert_graph

    try:
        return bert_graph(recipe.shape, tensor_places(files))
    except KeyError as error:
        raise RuntimeRefusedError(files.name, f"its weights hold no float32 {error}") from error


def _defining_vectors(files: ModelFiles, encoder: Encoder) -> Vectors:
    if files.weights_sha256 == BUNDLED_SHA256:
        return bundled_vectors()
    defining = _in_torch(files)
    if defining.identity.inputs() != encoder.identity.inputs():
        raise RuntimeRefusedError(files.name, f"torch reads it as {defining.identity!r}")
    return defining.encode_passages(SAMPLE)


def _in_torch(files: ModelFiles) -> Encoder:
    # Imported late: this way alone leads to torch.
    from index.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(files.name, files.weights_sha256)


def _keep(cache: Path, key: str, checked: CheckedGraph) -> None:
    try:
        write_checked(cache, key, checked)
    except OSError as error:
        _log.warning("the encoder's check is not kept, so each start repeats it: %s", error)
