"""Filters let through just what they name, in any combination."""

from datetime import date, timedelta

import numpy as np
import pytest

from corpus import read_sources
from corpus.review import State
from index import Filter, OpenIndex, build
from index.progress import silent
from tests.fakes import HashingEncoder

DAY = date(2026, 5, 1)
PAGES = {
    "fever": "language: en-GB\ntags: [Children]\nreviewed_on: 2025-01-01",
    "rash": "language: en\ntags: [children, skin]\nreviewed_on: 2025-01-01\n"
    "review_due_on: 2026-04-30",
    "fieber": "language: de\ntags: [skin]\nreviewed_on: 2025-01-01\nreview_due_on: 2026-05-01",
    "unsaid": "licence: none\npublished_on: 2026-05-01",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("pages")
    for name, facts in PAGES.items():
        text = "## Causes\n\nIt is hot.\n\n### When\n\nOften.\n\n## Remedies\n\nRest helps."
        page = f"---\ntitle: {name}\n{facts}\n---\n\nSummary of it.\n\n{text}\n"
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
    root = tmp_path_factory.mktemp("root")
    return OpenIndex.open(build(read_sources([folder]), HashingEncoder(), root, silent).folder)


def expected(index: OpenIndex, chosen: Filter) -> list[str]:
    """Filter in the plainest way there is, passage by passage."""
    found = []
    for row in range(len(index)):
        passage = index.passage(row)
        document = index.document(passage.document_id)
        assert document is not None
        language = (document.language or "").lower()
        tags = {tag.lower() for tag in document.tags}
        due = document.review_due_on
        state = State.REVIEWED if document.reviewed_on else State.NOT_STATED
        state = State.OVERDUE if due and due < DAY else state
        headings = {heading.lower() for heading in passage.section}
        if (
            (not chosen.documents or document.id in chosen.documents)
            and (not chosen.sections or headings & {s.lower() for s in chosen.sections})
            and (not chosen.states or state in chosen.states)
            and (not chosen.tags or tags & {tag.lower() for tag in chosen.tags})
            and (
                not chosen.languages
                or any((language + "-").startswith(c.lower() + "-") for c in chosen.languages)
            )
        ):
            found.append(passage.id)
    return found


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (Filter(documents=("fever",)), 4),
        (Filter(documents=("fever", "rash", "nothing")), 8),
        (Filter(documents=("FEVER",)), 0),
        (Filter(sections=("causes",)), 8),
        (Filter(sections=("When", "Remedies")), 8),
        (Filter(languages=("en",)), 8),
        (Filter(languages=("EN-gb",)), 4),
        (Filter(languages=("e",)), 0),
        (Filter(tags=("skin",)), 8),
        (Filter(tags=("children",), languages=("en",), sections=("Remedies",)), 2),
        (Filter(states=(State.REVIEWED,)), 8),
        (Filter(states=(State.OVERDUE,)), 4),
        (Filter(states=(State.OVERDUE, State.NOT_STATED)), 8),
        (Filter(states=(State.REVIEWED,), tags=("skin",), sections=("When",)), 1),
        (Filter(documents=("unsaid",), languages=("en",)), 0),
    ],
)
def test_a_filter_lets_through_what_it_names(index: OpenIndex, chosen: Filter, count: int) -> None:
    allowed = index.allowed(chosen, DAY)
    assert allowed is not None
    rows = np.flatnonzero(allowed)
    assert [index.passage(row).id for row in rows] == expected(index, chosen)
    assert len(rows) == count
    found = index.dense.search(HashingEncoder().vector("rest helps"), 20, allowed)
    assert sorted(row for row, _ in found) == rows.tolist()


def test_a_filter_that_names_nothing_lets_everything_through(index: OpenIndex) -> None:
    assert index.allowed(Filter(), DAY) is None


def test_a_state_is_that_of_the_day(index: OpenIndex) -> None:
    overdue = Filter(states=(State.OVERDUE,))
    counts = [index.allowed(overdue, day) for day in (DAY, DAY + timedelta(days=1))]
    assert [int(allowed.sum()) for allowed in counts if allowed is not None] == [4, 8]
    drafts = Filter(states=(State.DRAFT,))
    counts = [index.allowed(drafts, day) for day in (DAY - timedelta(days=1), DAY)]
    assert [int(allowed.sum()) for allowed in counts if allowed is not None] == [4, 0]
