"""The commands end to end on pages and questions made up here; the encoder counts words."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa import encoding
from qa.calibration import load_calibration
from qa.cli import commands
from qa.errors import OutputError
from qa.evaluation.errors import EvaluationError, SetError, UnknownLabelsError
from qa.evaluation.report import read_report
from tests.fakes import HashingEncoder

# A page an animal: each has words that no other has.
ANIMALS = ["otter", "heron", "badger", "salmon", "beetle", "lizard", "magpie", "weasel"]
FACTS = {name: f"The {name} sleeps in a {name}house. It eats {name}food." for name in ANIMALS}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = HashingEncoder(dimension=512)
    monkeypatch.setattr(encoding, "load_encoder", lambda _settings: encoder)
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in FACTS.items():
        page = f"# {name.title()}\n\n{text}\n"
        (pages / f"{name}.md").write_text(f"---\nid: {name}\ntitle: {name}\n---\n{page}")
    Path("citewell.toml").write_text('sources = ["pages"]\n')


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def write(path: str, rows: list[dict[str, Any]]) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def labelled(repeats: int = 1) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number in range(repeats):
        for name in ANIMALS:
            answer = f"The {name} sleeps in a {name}house."
            rows.append(
                {
                    "id": f"{name}{number}",
                    "question": f"Where does the {name} sleep, in a {name}house?" + "?" * number,
                    "answerable": True,
                    "document_id": name,
                    "answer": answer,
                    "style": "lay",
                }
            )
            rows.append(
                {
                    "id": f"no-{name}{number}",
                    "question": f"What does a ticket to the {name} concert cost?" + "?" * number,
                    "answerable": False,
                    "subject": "elsewhere",
                }
            )
    return rows


def benchmark(folder: str) -> str:
    texts = [{"_id": name, "title": "", "text": text} for name, text in FACTS.items()]
    write(f"{folder}/corpus.jsonl", texts)
    queries = [{"_id": f"q-{name}", "text": f"Where does the {name} sleep?"} for name in ANIMALS]
    write(f"{folder}/queries.jsonl", queries)
    lines = [f"q-{name}\t{name}\t1\n" for name in ANIMALS]
    # One judgement that nothing can meet: the query's words stand on another page.
    lines[-1] = f"q-{ANIMALS[-1]}\t{ANIMALS[0]}\t1\n"
    Path(folder, "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(lines))
    return folder


def values(found: dict[str, Any]) -> dict[str, float]:
    return {measure["name"]: measure["value"] for measure in found["measures"]}


@pytest.mark.parametrize("scorer", ["fitted", "dense", "lexical", "sum"])
def test_a_benchmark_is_indexed_and_searched(scorer: str) -> None:
    done = run("evaluate", benchmark("bench"), "--scorer", scorer, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["sets"][0]
    assert (found["name"], found["kind"], found["scorer"]) == ("bench", "retrieval", scorer)
    assert values(found)["success@1"] == pytest.approx(7 / 8)
    assert values(found)["nDCG@10"] >= 7 / 8


def test_labelled_questions_give_a_table_and_a_report() -> None:
    done = run("evaluate", write("set.jsonl", labelled()), "--report", "out")
    assert done.exit_code == 0, done.output
    lines = {line.strip().split("  ")[0]: line for line in done.stdout.splitlines() if line.strip()}
    assert "100.0 %" in lines["right passage first"]
    assert lines["highlight holds answer"].split()[-1] == "8"
    assert lines["false answers"].split()[-1] == "8"
    assert "style lay" in done.stdout
    rows = {row.id: row for row in read_report(Path("out")).sets[0].rows}
    assert rows["otter0"].highlight == "The otter sleeps in a otterhouse."
    assert len(rows) == 16
    assert "<h1>Quality report</h1>" in Path("out/report.html").read_text(encoding="utf-8")


def test_questions_of_their_own_paragraphs() -> None:
    benchmark("own")
    text = FACTS["otter"]
    asked = {"context_id": "otter", "answerable": True}
    rows = [
        asked
        | {
            "id": "a",
            "question": "Where does the otter sleep?",
            "answers": [{"text": "otterhouse", "answer_start": text.index("otterhouse")}],
        },
        asked | {"id": "b", "question": "Who pays?", "answerable": False, "answers": []},
    ]
    done = run("evaluate", write("own/questions.jsonl", rows), "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["sets"][0]
    assert found["kind"] == "paragraphs"
    assert values(found)["highlight holds answer"] == 1.0


def test_plain_questions_count_false_answers() -> None:
    path = write("plain.jsonl", [{"id": n, "text": f"play song number {n}"} for n in range(5)])
    refused = run("evaluate", path)
    assert isinstance(refused.exception, SetError)
    assert "--expect unanswerable" in str(refused.exception)
    done = run("evaluate", path, "--expect", "unanswerable", "--json")
    found = json.loads(done.stdout)["sets"][0]
    assert values(found)["false answers"] == 0.0
    assert found["measures"][0]["n"] == 5


def test_a_sample_is_the_same_questions_each_time() -> None:
    path = write("set.jsonl", labelled())
    reports = []
    for folder in ("one", "two"):
        assert run("evaluate", path, "--sample", "5", "--report", folder).exit_code == 0
        reports.append(read_report(Path(folder)))
    first, second = ([row.id for row in found.sets[0].rows] for found in reports)
    assert first == second
    assert len(first) == 5


def test_two_runs_are_compared_and_a_run_becomes_a_table() -> None:
    folder = benchmark("bench")
    for scorer in ("dense", "lexical"):
        assert run("evaluate", folder, "--scorer", scorer, "--report", scorer).exit_code == 0
    done = run("evaluate", "--compare", "dense", "lexical/report.json", "--json")
    assert done.exit_code == 0, done.output
    compared = json.loads(done.stdout)["sets"][0]
    by_name = {found["measure"]: found for found in compared["differences"]}
    assert by_name["success@1"]["test"]["p"] == 1.0
    assert by_name["success@1"]["n"] == 8
    assert "no clear difference" in run("evaluate", "--compare", "dense", "lexical").stdout
    table = run("evaluate", "--table", "dense").stdout.splitlines()
    assert table[0] == "| Set | Measure | Value | 95 % interval | Questions |"
    assert table[2].startswith("| `bench` | nDCG@10 |")
    assert table[-1] == "|  | success@1 | 87.5 % | 52.9 to 97.8 | 8 |"


def test_what_was_fitted_changes_the_confidence_and_nothing_else() -> None:
    path = write("set.jsonl", labelled(repeats=5))
    done = run("calibrate", path, "--out", "mine.json")
    assert done.exit_code == 0, done.output
    assert "40 answerable and 40 unanswerable" in done.stdout
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    for found, setting in ((before, "threshold = 0.0"), (after, 'calibration = "mine.json"')):
        with Path("citewell.toml").open("a") as settings:
            settings.write(setting + "\n")
        reply = json.loads(run("ask", "Where does the otter sleep?", "--json").stdout)
        found.extend(reply["passages"])
    assert [p["quote"] for p in after] == [p["quote"] for p in before]
    calibration = load_calibration(Path("mine.json"))
    expected = [calibration.apply(p["confidence"]) for p in before]
    assert [p["confidence"] for p in after] == pytest.approx(expected, abs=2e-3)
    assert after[0]["confidence"] != before[0]["confidence"]


def test_too_few_questions_to_calibrate_on() -> None:
    done = run("calibrate", write("set.jsonl", labelled(repeats=2)))
    assert "16 questions labelled answerable, but 40 are needed; add 24" in str(done.exception)
    assert not Path("calibration.json").exists()


def test_usage() -> None:
    assert run("evaluate").exit_code == 2
    assert run("evaluate", "--compare", "one").exit_code == 2


def test_pairs_count_where_both_wordings_find_the_same_passage_first() -> None:
    asked = "Where does the {} sleep?"
    rows = [
        {"id": "repaired", "typo": asked.format("slamon"), "correct": asked.format("salmon")},
        {"id": "another", "typo": asked.format("heron"), "correct": asked.format("weasel")},
    ]
    result = run("evaluate", write("pairs.jsonl", rows), "--report", "out")
    assert result.exit_code == 0, result.output
    found = read_report(Path("out")).sets[0]
    assert found.kind == "pairs"
    assert {row.id: row.values["same passage first"] for row in found.rows} == {
        "repaired": 1.0,
        "another": 0.0,
    }
    shown = {row.id: row.values["same passage quoted, or none"] for row in found.rows}
    assert shown["repaired"] == 1.0
    assert {row.id: row.outcome for row in found.rows} == {
        "repaired": "repaired",
        "another": "as typed",
    }


@pytest.mark.parametrize("place", ["questions.jsonl", "questions.jsonl/x", "/proc/nothere"])
def test_where_nothing_can_be_written_is_said_before_anything_is_asked(place: str) -> None:
    questions = write("questions.jsonl", labelled())
    for option in (["evaluate", "--report", place], ["calibrate", "--out", f"{place}/y"]):
        done = run(*option, questions)
        assert isinstance(done.exception, OutputError), done.output
        assert done.output == ""


def test_a_set_that_is_a_folder_is_not_taken_for_an_encoding() -> None:
    done = run("calibrate", "pages")
    assert (
        str(done.exception) == "pages: it can't be read (Is a directory); name a file that can be"
    )


def test_a_path_that_no_system_can_look_at_is_named() -> None:
    name = "x" * 300
    for arguments in ([name], ["--table", name], ["--compare", name, name]):
        done = run("evaluate", *arguments)
        assert isinstance(done.exception, EvaluationError), done.output
        assert f"{name}: it can't be read (File name too long)" in str(done.exception)


def test_labels_that_the_index_can_not_meet_are_named_before_anything_is_asked() -> None:
    rows = labelled(repeats=5)
    for row in rows[:10]:
        row["document_id"] = "unicorn"
    path = write("own/set.jsonl", rows)
    for command in ("evaluate", "calibrate"):
        done = run(command, path)
        assert isinstance(done.exception, UnknownLabelsError)
        assert "'otter0' names the page 'unicorn'," in str(done.exception)
        # Five of the ten are answerable: what no page answers names none.
        assert (done.exception.count, done.stdout) == (5, "")
        assert "and 2 more; fix the labels" in str(done.exception)


def test_a_sentence_that_no_passage_holds_is_told(caplog: pytest.LogCaptureFixture) -> None:
    rows = labelled()
    rows[0]["answer"] = "The otter sleeps."
    done = run("evaluate", write("own/set.jsonl", rows), "--json")
    assert done.exit_code == 0, done.output
    (told,) = [r.getMessage() for r in caplog.records if "highlight" in r.getMessage()]
    assert "the `answer` of 'otter0', so" in told


def test_a_section_that_no_page_has_is_no_label() -> None:
    asked = {"history": [], "needs_context": False, "question": "Where does the otter sleep?"}
    turns = [asked | {"id": "known", "section": []}, asked | {"id": "new", "section": ["X"]}]
    done = run("evaluate", write("turns.jsonl", turns))
    assert "'new' names the section ['X'];" in str(done.exception)
    assert run("evaluate", write("turns.jsonl", turns[:1])).exit_code == 0
    rows = labelled()
    rows[0] |= {"section": ["X"], "also": [[]]}
    rows[2] |= {"section": ["X"]}
    done = run("evaluate", write("set.jsonl", rows))
    assert "'heron0' names the section ['X'];" in str(done.exception)
    assert "lacks what 1 of" in str(done.exception)


def test_questions_whose_paragraph_can_not_be_read_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    texts = [{"_id": "otter", "text": FACTS["otter"]}, {"_id": "blank", "text": "  "}]
    write("own/corpus.jsonl", texts)
    asked = {"question": "Who pays?", "answerable": False, "answers": []}
    rows = [asked | {"id": name, "context_id": name} for name in ("otter", "blank")]
    done = run("evaluate", write("own/questions.jsonl", rows), "--report", "out")
    assert done.exit_code == 0, done.output
    assert [row.id for row in read_report(Path("out")).sets[0].rows] == ["otter"]
    assert "the paragraphs of 'blank' can't be read; they don't count" in caplog.text
