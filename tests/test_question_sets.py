"""The labelled questions over the bundled article keep to the article and to their own rules."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus import read_sources
from corpus.findings import Finding

TESTS = Path(__file__).parent
QUESTIONS = TESTS / "questions"
DOCUMENT_ID = "immune-therapy-for-multiple-sclerosis"
STYLES = {"lay", "keyword", "clinical", "typo", "long"}
SUBJECTS = {"ms", "health", "elsewhere"}
ASPECTS = {
    *("dose", "cost", "diagnosis", "other_drug", "statistics", "prognosis", "mechanism"),
    *("personal", "other"),
}
NEEDS_CONTEXT = {
    "pronoun": True,
    "ellipsis": True,
    "aspect": True,
    "nothing_to_follow": True,
    "new_subject": False,
    "standalone": False,
}


def rows(name: str) -> list[dict[str, Any]]:
    text = (QUESTIONS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))


TUNE, TEST = rows("article_tune.jsonl"), rows("article_test.jsonl")
CONVERSATIONS = rows("conversations.jsonl")
ANSWERABLE = [row for row in TUNE + TEST if row["answerable"]]
UNANSWERABLE = [row for row in TUNE + TEST if not row["answerable"]]
PATHS = [
    *(path for row in ANSWERABLE for path in [row["section"], *row["also"]]),
    *(row["section"] for row in CONVERSATIONS if row["section"] is not None),
]


def article_lines() -> list[str]:
    """Return the article a line at a time, without front matter and heading marks."""
    bundled = TESTS.parent / "corpus" / "documents" / f"{DOCUMENT_ID}.md"
    shared = TESTS.parent.parent / "shared" / "article.txt"
    found = next((path for path in (bundled, shared) if path.exists()), None)
    if found is None:
        pytest.skip("the article is neither bundled nor beside the repository")
    text = re.sub(r"\A---\n.*?\n---\n", "", found.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line.lstrip("#").strip() for line in text.split("\n")]


@pytest.fixture(scope="module")
def sections() -> dict[tuple[str, ...], str]:
    """Map each section path that the sets name, () for the summary, to its text."""
    headings = {path[-1] for path in PATHS if path}
    texts: dict[tuple[str, ...], str] = {(): ""}
    current: tuple[str, ...] = ()
    for line in article_lines():
        if line in headings:
            current = (line,)
            texts[current] = ""
        else:
            texts[current] += line + "\n"
    return texts


def test_every_section_named_exists(sections: dict[tuple[str, ...], str]) -> None:
    assert {tuple(path) for path in PATHS} <= set(sections)


def test_every_answer_stands_verbatim_in_its_section(
    sections: dict[tuple[str, ...], str],
) -> None:
    astray = [
        row["id"] for row in ANSWERABLE if row["answer"] not in sections[tuple(row["section"])]
    ]
    assert astray == []


def test_every_section_is_asked_about_in_both_parts() -> None:
    paths = {tuple(row["section"]) for row in ANSWERABLE}
    for part in (TUNE, TEST):
        assert {tuple(row["section"]) for row in part if row["answerable"]} == paths
    assert () in paths
    assert ("Sources",) in paths


def test_no_section_is_listed_as_its_own_alternative() -> None:
    assert [row["id"] for row in ANSWERABLE if row["section"] in row["also"]] == []


def test_ids_are_unique() -> None:
    ids = Counter(row["id"] for row in TUNE + TEST + CONVERSATIONS)
    assert [name for name, count in ids.items() if count > 1] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(plain(row["question"]) for row in TUNE + TEST + CONVERSATIONS)
    assert [question for question, count in asked.items() if count > 1] == []


@pytest.mark.parametrize(
    ("part", "answerable", "unanswerable", "on_the_subject"),
    [(TEST, 130, 130, 65), (TUNE, 150, 220, 150)],
    ids=["test", "tune"],
)
def test_each_part_is_large_enough(
    part: list[dict[str, Any]], answerable: int, unanswerable: int, on_the_subject: int
) -> None:
    silent = [row for row in part if not row["answerable"]]
    assert len(part) - len(silent) >= answerable
    assert len(silent) >= unanswerable
    assert sum(row["subject"] == "ms" for row in silent) >= on_the_subject


@pytest.mark.parametrize("part", [TEST, TUNE], ids=["test", "tune"])
@pytest.mark.parametrize("answerable", [True, False])
def test_styles_are_balanced(part: list[dict[str, Any]], answerable: bool) -> None:
    styles = Counter(row["style"] for row in part if row["answerable"] is answerable)
    assert set(styles) == STYLES
    assert max(styles.values()) <= 1.3 * min(styles.values())


def test_unanswerable_questions_carry_known_labels() -> None:
    assert {row["subject"] for row in UNANSWERABLE} == SUBJECTS
    assert {row["aspect"] for row in UNANSWERABLE} == ASPECTS
    assert not any("answer" in row for row in UNANSWERABLE)


def test_long_questions_are_long_and_keywords_are_short() -> None:
    words = {row["id"]: len(row["question"].split()) for row in TUNE + TEST}
    long = [row["id"] for row in TUNE + TEST if row["style"] == "long"]
    keyword = [row["id"] for row in TUNE + TEST if row["style"] == "keyword"]
    assert [name for name in long if words[name] < 25] == []
    assert [name for name in keyword if words[name] > 9] == []


def test_conversations_say_whether_a_turn_needs_its_history() -> None:
    astray = [r["id"] for r in CONVERSATIONS if NEEDS_CONTEXT[r["kind"]] is not r["needs_context"]]
    assert astray == []
    assert {row["kind"] for row in CONVERSATIONS} == set(NEEDS_CONTEXT)


def test_only_turns_with_nothing_to_follow_lack_history_and_rewrite() -> None:
    for row in CONVERSATIONS:
        alone = row["kind"] == "nothing_to_follow"
        assert (row["history"] == []) is alone, row["id"]
        assert (row["resolved"] is None) is alone, row["id"]


def test_conversations_are_split_in_halves() -> None:
    split = Counter(row["split"] for row in CONVERSATIONS)
    assert set(split) == {"tune", "test"}
    assert len(CONVERSATIONS) >= 60
    assert abs(split["tune"] - split["test"]) <= 2


@pytest.mark.parametrize("name", ["site", "sites/diabetes", "sites/hospital", "sites/women"])
def test_questions_on_made_up_sites_are_answered_where_they_say(name: str) -> None:
    left_out: list[Finding] = []
    documents = {d.id: d for d in read_sources([QUESTIONS / name / "pages"], left_out.append)}
    asked = rows(f"{name}/questions.jsonl")
    assert left_out == []
    assert len({row["id"] for row in asked}) == len({plain(r["question"]) for r in asked})
    assert len({row["id"] for row in asked}) == len(asked)
    for row in asked:
        assert row["style"] in STYLES
        if not row["answerable"]:
            assert "document_id" not in row
            continue
        document = documents[row["document_id"]]
        paths = {section.path for section in document.sections} | {()}
        assert plain(row["answer"]) in plain(document.text), row["id"]
        assert {tuple(path) for path in (row["section"], *row["also"])} <= paths, row["id"]
