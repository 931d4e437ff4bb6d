"""A document that exists is valid."""

import pytest

from corpus import Document, Section, Span
from corpus.outline import Block, outline


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_an_empty_or_backward_span_does_not_exist(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"got \[{start}, {end}\)"):
        Span(start, end)


def test_spans_count_code_points() -> None:
    assert Span(1, 3).of("😀é́x") == "é́"
    assert Span(5, 9).shifted(-5) == Span(0, 4)
    assert Span(0, 4).contains(Span(0, 4))
    assert not Span(0, 4).contains(Span(3, 5))


@pytest.mark.parametrize("id_", ["", "x" * 201, "a\nb"])
def test_an_id_that_no_address_can_carry_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match="1 to 200 printable"):
        Document(id=id_, title="T", text="", sections=())


def test_sections_inside_each_other_or_outside_the_text_are_refused() -> None:
    twice = (Section((), None, Span(0, 4)), Section((), None, Span(3, 5)))
    with pytest.raises(ValueError, match="overlaps or leaves"):
        Document(id="a", title="T", text="abcdef", sections=twice)
    with pytest.raises(ValueError, match="overlaps or leaves"):
        Document(id="a", title="T", text="abc", sections=(Section((), None, Span(0, 4)),))


def test_headings_open_sections_and_close_those_of_their_level_or_deeper() -> None:
    page = outline(
        [
            Block("Lead."),
            Block("A", level=2),
            Block("Deep", level=4),
            Block("d1"),
            Block("d2"),
            Block("B", level=3),
            Block("C", level=2),
            Block("c"),
        ]
    )
    assert page.text == "Lead.\n\nA\n\nDeep\n\nd1\n\nd2\n\nB\n\nC\n\nc"
    shown = [(s.path, s.body.of(page.text) if s.body else None) for s in page.sections]
    assert shown == [
        ((), "Lead."),
        (("A",), None),
        (("A", "Deep"), "d1\n\nd2"),
        (("A", "B"), None),
        (("C",), "c"),
    ]
