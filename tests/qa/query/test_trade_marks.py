"""A name that the pages write with its sign is found, quoted and marked as any other word."""

from pathlib import Path

import pytest

from corpus import read_sources
from index import Encoder, build, open_current
from index.progress import silent
from qa.query import Interpreter
from qa.settings import Settings
from qa.startup import assistant_over
from tests.conftest import TODAY
from tests.fakes import HashingEncoder

PAGE = """# Infusions

## Ocrevus

Ocrevus™ is an infusion that is given every six months.

## Tysabri

Tysabri® is an infusion that is given every four weeks.
"""


@pytest.mark.parametrize("typed", ["Ocrevus", "ocrevus", "OCREVUS", "Ocrevus™", "Tysabri"])
def test_a_name_needs_no_sign_and_is_no_slip(tmp_path: Path, typed: str) -> None:
    page = tmp_path / "infusions.md"
    page.write_text(PAGE, encoding="utf-8")
    build(read_sources([page]), HashingEncoder(), tmp_path / "index", silent)
    read = Interpreter.of(open_current(tmp_path / "index")).interpret(
        f"How often is {typed} given?"
    )
    assert read.changed is None
    assert typed.rstrip("™").lower() in [
        term.text for term in read.query.terms if term.number is not None
    ]


def test_the_sign_stays_in_the_quote_and_in_what_is_marked(
    tmp_path: Path, encoder: Encoder, settings: Settings
) -> None:
    page = tmp_path / "infusions.md"
    page.write_text(PAGE, encoding="utf-8")
    build(read_sources([page]), encoder, tmp_path / "index", silent)
    index = open_current(tmp_path / "index")
    assistant = assistant_over(index, encoder, settings, lambda: TODAY)
    found = assistant.search("ocrevus every six months", 1)[0]
    sentence = "Ocrevus™ is an infusion that is given every six months."
    document = index.document(found.passage.document_id)
    assert document is not None
    assert found.highlight.of(document.text) == found.passage.text == sentence
