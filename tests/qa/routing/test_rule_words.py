"""A rule whose words don't stand in a text could not have matched it."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.routing.normalise import load_normaliser
from qa.routing.rules import Rule, load_rules
from tests.golden import QUESTIONS
from tests.qa.routing.rule_words import SHIPPED, needed, remade

BOOK = load_rules()
RULES = BOOK.rules
SETS = ("safety_tune", "safety_test", "article_tune")


def texts() -> list[str]:
    lines = [
        line
        for name in SETS
        for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    records = [json.loads(line) for line in lines]
    return [record.get("question") or record["text"] for record in records]


def always_tried(rule: Rule) -> Rule:
    return replace(rule, words=())


def test_the_words_are_those_of_the_rules_as_they_are() -> None:
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert shipped == remade(), "python -m tests.qa.routing.rule_words --write"
    assert sum(bool(rule.words) for rule in RULES) > 0.9 * len(RULES)


def test_no_sentence_loses_a_rule() -> None:
    normalise = load_normaliser()
    for text in map(normalise, texts()):
        fit = [rule for rule in RULES if always_tried(rule).matches(text)]
        assert [found.rule for found in BOOK.matches(text)] == fit, text


@given(st.lists(st.sampled_from([word for rule in RULES for word in rule.words]), max_size=3))
def test_every_rule_is_tried_whose_word_stands_in_a_text(words: list[str]) -> None:
    text = "".join(words)
    possible = set(BOOK.starts.possible(text))
    for place, rule in enumerate(RULES):
        assert place in possible or (rule.words and not any(w in text for w in rule.words))


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_whatever_a_pattern_matches_holds_one_of_its_words(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(RULES))
    text = data.draw(st.from_regex(rule.pattern))
    assert not rule.words or any(word in text for word in rule.words), rule.name


def test_what_a_pattern_may_leave_out_is_not_needed() -> None:
    assert needed("(?:very )?(?:ill|sick)(?: today)?") == ["ill", "sick"]
    assert needed("hurts? (?:me|us)") == ["hurt me", "hurt us", "hurts me", "hurts us"]
    assert needed("[a-z]+ dying|dead") == [" dying", "dead"]
    assert needed("(?:help)* now|[a-z]+") == []
    assert needed(r"\d{2,} pills(?! are)") == [" pills"]
    assert needed("(?i:Help)") == []
