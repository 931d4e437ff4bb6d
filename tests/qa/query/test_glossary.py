from pathlib import Path

import pytest

from corpus import read_sources
from index import Analyzer, Options, build, open_current
from qa.errors import GlossaryError
from qa.query import Interpreter
from qa.query.glossary import Glossary, bundled_groups, read_groups, read_groups_beside
from tests.fakes import HashingEncoder


def others(text: str, groups: list[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {synonym.other for synonym in Glossary(groups, Analyzer()).synonyms(text)}


def test_a_lay_word_finds_the_clinical_one_and_the_other_way_round() -> None:
    groups = [("belly button", "navel", "umbilicus")]
    assert others("My belly button itches", groups) == {("navel",), ("umbilicus",)}
    assert ("belli", "button") in others("the umbilicus", groups)


def test_endings_and_case_do_not_matter() -> None:
    assert others("RELAPSES?", [("relapse", "flare-up")]) == {("flare",)} or others(
        "RELAPSES?", [("relapse", "flare")]
    ) == {("flare",)}


def test_the_longest_expression_wins() -> None:
    groups = [("attack", "relapse"), ("heart attack", "myocardial infarction")]
    assert others("a heart attack", groups) == {("myocardi", "infarct")}


def test_an_expression_that_is_mostly_stop_words_is_not_searched_for() -> None:
    groups = [("passing out", "syncope")]
    assert others("syncope", groups) == set()
    assert others("I keep passing out", groups) == {("syncop",)}


def test_each_bundled_term_leads_to_another_and_stands_in_its_group_once() -> None:
    for group in bundled_groups():
        assert len({term.casefold() for term in group}) == len(group), group


def test_a_publishers_groups_join_the_bundled_ones(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('[ours]\ngroups = [["Bluebell ward", "day unit"]]\n', encoding="utf-8")
    glossary = Glossary(bundled_groups(), Analyzer()).joined(read_groups(path))
    assert [s.other for s in glossary.synonyms("the Bluebell ward")] == [("day", "unit")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[ours]\ngroups = 3\n", "no list"),
        ('[ours]\ngroups = [["alone"]]\n', "not two or more terms"),
        ('[ours]\ngroups = [["one", "..."]]\n', "not two or more terms"),
        ("[ours\n", "can't be read"),
    ],
)
def test_a_faulty_glossary_is_named(text: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError, match=found) as error:
        read_groups(path)
    assert error.value.path == path


def test_a_glossary_beside_the_pages_is_sealed_and_used(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "ward.md").write_text("---\ntitle: Ward\n---\nThe day unit opens at nine.\n", "utf-8")
    (pages / "glossary.toml").write_text('[ours]\ngroups = [["bluebell", "day unit"]]\n', "utf-8")
    groups = read_groups_beside([pages])
    assert groups == read_groups_beside([pages / "ward.md"]) == (("bluebell", "day unit"),)
    root = tmp_path / "indexes"
    options = Options(glossary=groups)
    build(read_sources([pages]), HashingEncoder(), root, lambda *_: None, options)
    query = Interpreter.of(open_current(root)).interpret("Is bluebell open?").query
    assert query.searched == "Is day unit open?"
