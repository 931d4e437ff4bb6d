"""The commands as a person types them, each in a process of its own, on the bundled article."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.reply import Answer
from qa.wire import from_wire

ROOT = Path(__file__).parents[3]
QUESTION = "What is CAR T-cell therapy?"


def citewell(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=ROOT,
        input=stdin.encode("utf-8", "surrogateescape"),
        capture_output=True,
        timeout=300,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root that the first question built by itself, once."""
    root = tmp_path_factory.mktemp("cli") / "indexes"
    done = citewell("ask", QUESTION, "--json", "--index", str(root))
    assert done.returncode == 0, done.stderr
    assert "Embedding" in done.stderr
    assert f"{root} held no index; one of" in done.stderr
    assert json.loads(done.stdout)["kind"] == "answer"
    return root


def test_json_is_schema_1_and_nothing_else(built: Path) -> None:
    done = citewell("ask", "--json", QUESTION, "--index", str(built))
    wire = json.loads(done.stdout)
    assert (done.returncode, wire["schema"]) == (0, 1)
    assert wire["passages"][0]["citation"]["section"] == ["Emerging Therapies and Approaches"]
    assert "Embedding" not in done.stderr


def test_a_person_reads_the_quote_and_where_it_stands(built: Path) -> None:
    done = citewell("ask", QUESTION, "--k", "1", "--index", str(built))
    assert "Emerging therapies, such as CAR T-cell therapy, show potential" in done.stdout
    assert "Immune therapy for multiple sclerosis, Emerging Therapies and Approaches" in done.stdout
    assert "not stated" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_batch_gives_one_reply_a_line_with_its_id(built: Path) -> None:
    lines = [{"id": "a", "question": QUESTION}, {"id": 7, "question": "bake bread"}]
    stdin = "".join(json.dumps(line) + "\n" for line in lines) + "\n"
    done = citewell("ask", "--batch", "-", "--json", "--index", str(built), stdin=stdin)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["id"], second["id"], second["kind"]) == ("a", 7, "abstention")
    assert isinstance(from_wire(first), Answer)


def test_search_in_a_batch_lists_hits_of_documents(built: Path) -> None:
    stdin = json.dumps({"_id": "q1", "text": "acupuncture"}) + "\n"
    done = citewell("search", "--k", "2", "--batch", "-", "--index", str(built), stdin=stdin)
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found["_id"] == "q1"
    assert [set(hit) for hit in found["hits"]] == [{"document_id", "passage_id", "score"}] * 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["build", "nowhere.md"], "nowhere.md: there is no such file"),
        (["ask", "x" * 2001], "2001 characters"),
    ],
)
def test_our_errors_are_one_sentence_and_exit_1(
    built: Path, arguments: list[str], named: str
) -> None:
    option = "--out" if arguments[0] == "build" else "--index"
    done = citewell(*arguments, option, str(built))
    assert done.returncode == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["ask", "search"])
def test_no_index_is_built_behind_a_slip_of_the_path(command: str, tmp_path: Path) -> None:
    done = citewell(command, QUESTION, "--index", str(tmp_path / "slip" / "indexes"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "slip/indexes: there is no index here; build one" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["ask", QUESTION], ["indexes"], ["rollback"]])
def test_a_file_is_no_root_of_indexes(arguments: list[str], tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    done = citewell(*arguments, "--index", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert "notes.txt: it can't be read (Not a directory); name a folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_search_names_the_page_of_each_passage_or_says_that_there_is_none(built: Path) -> None:
    done = citewell("search", "--k", "1", "side effects", "--index", str(built))
    page, section = "immune-therapy-for-multiple-sclerosis", "Challenges and Future Prospects"
    assert f"{page} > {section}: 'Although current" in done.stdout
    done = citewell("search", "--tag", "nowhere", "side effects", "--index", str(built))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no passages found\n")


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "a", "--batch", "-"], ["ask", "a", "--k", "0"], ["fly"]]
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    assert citewell(*arguments).returncode == 2


@pytest.mark.parametrize(
    "bad",
    [
        '{"id": 1}',
        "[]",
        "{",
        "[" * 100_000,
        '{"question": 5}',
        '{"question": "hi", "id": NaN}',
        '{"question": "and then?", "history": "What is CAR T?"}',
        '{"question": "and then?", "history": ["What is CAR T?", 1]}',
        "\udcff",
        '{"question": "%s"}' % ("x" * 2001),
    ],
    ids=lambda bad: repr(bad[:40]),
)
def test_a_batch_line_that_is_no_question_is_named(built: Path, bad: str) -> None:
    stdin = json.dumps({"question": "hi"}) + "\n" + bad
    done = citewell("ask", "--batch", "-", "--index", str(built), stdin=stdin)
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_the_doctor_finds_nothing_wrong_and_then_a_damaged_file(built: Path) -> None:
    well = citewell("doctor", "--json", "--index", str(built))
    assert (well.returncode, json.loads(well.stdout)["can_answer"]) == (0, True)
    version = (built / "CURRENT").read_text().strip()
    passages = built / version / "passages.jsonl"
    whole = passages.read_bytes()
    try:
        passages.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        ill = citewell("doctor", "--json", "--index", str(built))
        findings = json.loads(ill.stdout)["findings"]
        assert ill.returncode == 1
        (error,) = [f for f in findings if f["level"] == "error"]
        assert error["check"] == "index"
        assert "passages.jsonl is damaged" in error["found"]
    finally:
        passages.write_bytes(whole)


@pytest.mark.parametrize("setting", ["calibration", "reader"])
def test_the_doctor_names_what_keeps_an_answer_from_being_ranked(
    built: Path, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"CITEWELL_{setting.upper()}", "lost")
    done = citewell("doctor", "--json", "--index", str(built))
    (error,) = [f for f in json.loads(done.stdout)["findings"] if f["level"] == "error"]
    assert (done.returncode, error["check"]) == (1, "ranking")
    assert "lost" in error["found"]


def test_building_the_same_pages_again_changes_nothing(built: Path) -> None:
    done = citewell("build", "--json", "--out", str(built))
    facts = json.loads(done.stdout)
    assert (facts["reused"], facts["documents"]) == (True, 1)
