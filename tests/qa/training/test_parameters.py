"""What is wrong with what the training is given is said before anything is trained."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.evaluation.errors import SetError
from qa.pipeline import Assistant
from qa.training.__main__ import main, run
from qa.training.loop import Plan
from qa.training.mixture import divide, load
from qa.training.parameters import changed
from qa.training.public_sets import rows
from qa.training.weigh import ask_all
from qa.training.written import digest
from tests.public_sets import PUBLIC, needs_public_sets


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 2
    return " ".join(done.output.split())


def encoder(folder: Path) -> Path:
    folder.mkdir()
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    return folder


def test_a_folder_that_lacks_something_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    said = refused("judge", "--data", str(tmp_path))
    assert f"{tmp_path} lacks scifact/corpus.jsonl, scifact/qrels.tsv" in said
    assert "name the folder that holds the public sets" in said
    done = tmp_path / "run"
    done.mkdir()
    (done / "plan.json").write_text("{}")
    ship = ("ship", "--run", str(done), "--encoder", str(tmp_path))
    assert "run lacks checkpoint.pt" in refused(*ship)
    (done / "checkpoint.pt").write_bytes(b"")
    assert "lacks config.json, tokenizer.json" in refused(*ship)
    weights = refused("compare", "--weights", str(done), "--data", str(tmp_path))
    assert "run lacks model.onnx, reader.json; name the --out of a `ship`" in weights


@needs_public_sets
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("rounds=many", "rounds is 'many', which is no whole number; its default is 60"),
        ("peak_rate=fast", "which is no number"),
        ("rounds", "'rounds' gives no value; write rounds=VALUE"),
        ("round=3", "'round' is not one of seed, rounds"),
        ("rounds=0", "need rounds >= 1, got 0"),
        ("warm_up=1", "need 0 < warm_up < 1, got 1.0"),
        ("start=nowhere", "'nowhere' does not exist"),
        ("written=nowhere", "nowhere holds no questions"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(change: str, said: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    folders = ("--data", str(PUBLIC), "--encoder", str(encoder(tmp_path / "encoder")))
    assert said in refused("train", *folders, "--out", str(out), "--set", change)
    assert not out.exists()


@needs_public_sets
def test_a_question_on_a_held_out_passage_is_refused_before_anything_is_trained(
    tmp_path: Path,
) -> None:
    _, held = divide(load(PUBLIC))
    passage = held.examples["squad2"][0].passage
    row = {"set": "squad2", "passage": digest(passage), "part": [0, 9], "questions": []}
    (tmp_path / "held.jsonl").write_text(json.dumps(row) + "\n")
    out = tmp_path / "out"
    folders = ("--data", str(PUBLIC), "--encoder", str(encoder(tmp_path / "encoder")))
    said = refused("train", *folders, "--out", str(out), "--set", f"written={tmp_path}")
    assert f"held.jsonl: passage {digest(passage)} of squad2 isn't one to train on" in said
    assert not out.exists()


def test_what_is_changed_is_read_as_what_it_replaces() -> None:
    assert changed(Plan(), ("rounds=7", "dropout=0.1")) == Plan(rounds=7, dropout=0.1)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text('{"_id": "a"}\n{broken\n')
    with pytest.raises(SetError, match=r"corpus\.jsonl, line 2: not JSON"):
        list(rows(file))


def test_a_question_without_its_label_is_named(tmp_path: Path, assistant: Assistant) -> None:
    file = tmp_path / "questions.jsonl"
    for record, found in (
        ({"question": "What is MS?"}, "it lacks answerable"),
        ({"question": "What is MS?", "answerable": True}, "it lacks document_id, section, also"),
        ({"answerable": False}, "no text in 'question'"),
    ):
        file.write_text(json.dumps(record) + "\n")
        with pytest.raises(SetError, match=found):
            ask_all(assistant, None, file)  # type: ignore[arg-type]


def test_what_goes_wrong_later_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("{}\n")
    arguments = ["weigh", "--reader", "no-such-reader", "--questions", str(file)]
    monkeypatch.setattr("sys.argv", ["training", *arguments])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("citewell: 'no-such-reader' can't be the reader")
