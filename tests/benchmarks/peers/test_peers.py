"""The benchmark beside the peers, as far as it can be checked without any of them installed."""

import json
import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from index.model_files import BUNDLED_NAME, model_folder
from tests.benchmarks.peers.corpora import Benchmark, read_benchmark, write_benchmark
from tests.benchmarks.peers.environments import REPOSITORY, StageError
from tests.benchmarks.peers.peers import PEERS, REQUIREMENTS
from tests.benchmarks.peers.protocol import Page
from tests.benchmarks.peers.running import Failed, Measured, Run, measure_in
from tests.benchmarks.peers.table import HEAD, row, standing
from tests.benchmarks.peers.worker import refuse_network

CITEWELL = next(peer for peer in PEERS if peer.is_ours)
HAYSTACK = next(peer for peer in PEERS if peer.adapter == "haystack")
OURS = Measured("Citewell", True, 1000.0, 1.0, 4.0, 9.0, 400.0, 40.0, 300.0, 500.0, 0.8, 4.0, 9.0)
THEIRS = replace(OURS, peer="Other 1.0", cold_s=6.0, p50_ms=14.0, p95_ms=20.0, ndcg=0.85)
PAGES = [
    Page("flu", "What is (are) Influenza ?", "Influenza is an infection of the nose and lungs."),
    Page("flu-care", "What are the treatments for Influenza ?", "Rest helps most people recover."),
    Page("gout", "What is (are) Gout ?", "Gout is a form of arthritis in the joints."),
]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.adapter)
def test_every_requirement_is_pinned(peer) -> None:
    lines = peer.requirements.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert peer.titled.startswith(peer.name)
    assert ("torch==2.13.0" in lines) == peer.embeds


def test_no_peer_is_among_our_own_dependencies_and_no_file_is_left_over() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = str([project["dependencies"], project["optional-dependencies"]])
    assert [peer.package for peer in PEERS if f"'{peer.package}" in declared] == []
    assert {path.stem for path in REQUIREMENTS.iterdir()} == {peer.adapter for peer in PEERS}


def test_a_row_has_a_cell_for_every_column_even_where_a_peer_failed() -> None:
    shown = row(OURS)
    assert shown == ("| Citewell | 1,000 | 1.00 | 4.0 / 9.0 | 400 | 40 | 300 / 500 | 0.800 |")
    failed = row(Failed("Other 1.0", "build: ValueError: a|b"))
    assert "failed: build: ValueError: a\\|b" in failed
    cells = {len(re.findall(r"(?<!\\)\|", line)) for line in (*HEAD.splitlines(), shown, failed)}
    assert cells == {9}


def test_the_standing_is_against_the_median_and_names_what_was_lost() -> None:
    lexical = replace(THEIRS, peer="Words 1.0", embeds=False, install_mb=1.0)
    failed = Failed("Third 1.0", "not installed")
    ratios, embedding, everybody = standing([OURS, THEIRS, lexical, failed])
    assert "cold start 6.0, query p50 3.5, query p95 2.2" in ratios
    assert embedding.endswith("embedding peers: nDCG@10.")
    assert everybody.endswith("of all: install size, nDCG@10.")
    assert standing([failed]) == []


def test_questions_without_judgements_are_made_with_other_names(tmp_path: Path) -> None:
    types = {"flu": "information", "flu-care": "treatment", "gout": "information"}
    records = [
        {"_id": p.id, "title": p.title, "text": p.text, "qtype": types[p.id]}
        | {"focus": "Gout" if p.id == "gout" else "Influenza"}
        for p in PAGES
    ]
    lines = "\n".join(json.dumps(record) for record in records)
    (tmp_path / "corpus.jsonl").write_text(lines, encoding="utf-8")
    names = {"term": "influenza", "synonyms": ["The grippe", "Gout", "ABBREV"]}
    (tmp_path / "lay_synonyms.jsonl").write_text(json.dumps(names), encoding="utf-8")
    made = read_benchmark(tmp_path, 3, 10)
    ((query, asked),) = made.questions.items()
    assert asked == next(p.title for p in PAGES if p.id == query).replace("Influenza", "The grippe")
    assert made.qrels == {query: {"flu": 1, "flu-care": 1} | {query: 2}}
    assert {page.id for page in read_benchmark(tmp_path, 1, 10).pages} == {"gout"}


def test_a_judged_folder_keeps_the_pages_that_are_right(tmp_path: Path) -> None:
    lines = [json.dumps({"_id": p.id, "title": p.title, "text": p.text}) for p in PAGES]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "Sore joints?"}', "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\tgout\t1\n", "utf-8")
    read = read_benchmark(tmp_path, 1, 5)
    assert ([page.id for page in read.pages], read.questions) == (["gout"], {"q": "Sore joints?"})
    assert read.qrels == {"q": {"gout": 1}}


def test_the_network_is_refused() -> None:
    with pytest.raises(OSError, match="no network at run time"):
        refuse_network("socket.connect", (None, ("192.0.2.1", 443)))
    refuse_network("open", ("a file", "r", 0))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    asked = {"q1": "What is the grippe?", "q2": "What is gout?"}
    benchmark = Benchmark("tiny", 3, PAGES, asked, {"q1": {"flu": 1}, "q2": {"gout": 1}})
    write_benchmark(benchmark, tmp_path / "work")
    model = model_folder(BUNDLED_NAME)
    return Run(tmp_path, model, len(PAGES), asked, benchmark.qrels, cold_starts=1)


@pytest.mark.slow
def test_citewell_goes_through_every_stage(run: Run) -> None:
    found = measure_in(Path(sys.executable), CITEWELL, run)
    assert found.ndcg > 0.8
    assert found.p50_ms <= found.p95_ms < 1000 * found.cold_s
    assert min(found.answers_per_s, found.pages_per_s, found.ask_mb, found.build_cpu_s) > 0
    left = {path.name for path in (run.root / "saved" / "citewell").iterdir()}
    assert left == {"indexes", "encoders"}


def test_a_peer_that_is_not_there_says_so(run: Run) -> None:
    with pytest.raises(StageError, match="build: ModuleNotFoundError"):
        measure_in(Path(sys.executable), HAYSTACK, run)
