from pathlib import Path

import numpy as np
import pytest

from index.wording import WORDINESS, Wording, write_wording

QUESTIONS = ["How much does it cost?", "How long does it take?", "what does the treatment cost"]


def test_the_same_words_are_as_alike_as_can_be(tmp_path: Path) -> None:
    write_wording(tmp_path, [*QUESTIONS, *QUESTIONS])
    alike = Wording(tmp_path, 6).likeness("how much does it COST")
    assert alike[[0, 3]].tolist() == pytest.approx([2.0, 2.0], abs=1e-5)
    assert alike.argmax() == 0


def test_likeness_is_mutual_and_other_words_have_none(tmp_path: Path) -> None:
    write_wording(tmp_path, QUESTIONS)
    wording = Wording(tmp_path, 3)
    alike = np.array([wording.likeness(question) for question in QUESTIONS])
    assert np.allclose(alike, alike.T)
    assert wording.likeness("Zebra?").tolist() == [0.0, 0.0, 0.0]


def test_a_misspelt_word_is_still_like_its_question(tmp_path: Path) -> None:
    write_wording(tmp_path, ["ocrelizumab", "ocrelizumab infusion", "interferon", "interferons"])
    alike = Wording(tmp_path, 4).likeness("ocrelizumb")
    assert alike[0] > 0.3
    assert alike[2] == 0.0


def test_files_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    write_wording(tmp_path, QUESTIONS)
    np.save(tmp_path / WORDINESS, np.zeros(2, dtype=np.float32))
    with pytest.raises(ValueError, match="parts of 3 curated questions"):
        Wording(tmp_path, 3)


def test_without_questions_there_is_nothing_to_be_like(tmp_path: Path) -> None:
    write_wording(tmp_path, [])
    assert Wording(tmp_path, 0).likeness("What is MS?").tolist() == []
