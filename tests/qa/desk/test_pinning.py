"""A pin is checked as a build would check it, and only then written."""

import resource
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Document, Passage, read_sources
from corpus.bundled import BUNDLED
from corpus.errors import CitewellError, PinError, SourceError
from corpus.passages import split
from corpus.pins import PINS, Pin, read_pins
from qa.desk.pinning import PinWriter

PAGE = "# A page\n\n## One\n\nRest helps. Rest more.\n\n## Two\n\nRest more. Steroids can help.\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.md").write_text(PAGE, encoding="utf-8")
    return folder


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def read(pages: Path) -> tuple[Document, list[Passage]]:
    (document,) = read_sources((pages,))
    return document, list(split(document, count_words, 40))


def pin(**more: object) -> Pin:
    facts = {"question": "What helps?", "document": "page", "quote": "Steroids can help."}
    return Pin.model_validate(facts | more)


def test_a_pin_is_written_and_read_back_as_it_was(pages: Path) -> None:
    written = pin(variants=("what works", 'with "quotes" and \\'), section=("Two",))
    file = PinWriter((pages,)).write(written, *read(pages))
    assert file == pages / PINS
    assert read_pins((pages,)) == (written,)


def test_where_nothing_can_be_written_the_file_is_named_and_none_is_left(pages: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(SourceError, match=r"pins\.toml: it can't be written"):
            PinWriter((pages,)).write(pin(), *read(pages))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in pages.iterdir()] == ["page.md"]


def test_what_stood_in_the_file_stays_comments_too(pages: Path) -> None:
    before = (
        '# Reviewed by Ada.\n\n[[pin]]\nquestion = "Rest?"  # why\ndocument = "page"\n'
        'quote = "Rest helps."\n'
    )
    (pages / PINS).write_text(before, encoding="utf-8")
    PinWriter((pages,)).write(pin(), *read(pages))
    after = (pages / PINS).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert len(tomllib.loads(after)["pin"]) == 2


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"quote": "Steroids always help."}, "no longer stands"),
        ({"quote": "Rest more."}, "stands 2 times"),
        ({"quote": "Rest helps.", "section": ("Two",)}, "no longer stands"),
        ({"variants": ("?!",)}, "without words"),
    ],
)
def test_a_pin_that_a_build_would_refuse_is_not_written(
    pages: Path, wrong: dict[str, object], found: str
) -> None:
    with pytest.raises(PinError, match=found):
        PinWriter((pages,)).write(pin(**wrong), *read(pages))
    assert not (pages / PINS).exists()


def test_a_question_is_pinned_once(pages: Path) -> None:
    writer = PinWriter((pages,))
    writer.write(pin(variants=("what works",)), *read(pages))
    with pytest.raises(PinError, match="is pinned already, to 'page'"):
        writer.write(pin(question="What works?"), *read(pages))
    assert len(read_pins((pages,))) == 1


def test_of_several_sources_the_one_with_the_page_is_written_to(
    pages: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\nNothing.\n", encoding="utf-8")
    assert PinWriter((other, pages)).write(pin(), *read(pages)) == pages / PINS


def test_the_bundled_article_is_left_alone() -> None:
    (document,) = read_sources((BUNDLED,))
    passages = list(split(document, count_words, 200))
    before = (BUNDLED / PINS).read_bytes()
    quote = passages[0].sentence_text(0)
    with pytest.raises(SourceError, match="belongs to the package"):
        PinWriter((BUNDLED,)).write(pin(document=document.id, quote=quote), document, passages)
    assert (BUNDLED / PINS).read_bytes() == before


def test_a_file_that_can_not_be_read_is_named(pages: Path) -> None:
    (pages / PINS).write_text("[[pin", encoding="utf-8")
    with pytest.raises(CitewellError, match="can't be read"):
        PinWriter((pages,)).write(pin(), *read(pages))
