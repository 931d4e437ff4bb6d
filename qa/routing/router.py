"""Which people a question needs, if any: rules first, then the fitted decision."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Self

from qa.routing.decision import Decision, load_decision
from qa.routing.features import QueryEncoder
from qa.routing.kinds import Kind
from qa.routing.normalise import Normaliser, load_normaliser
from qa.routing.practical import Practical
from qa.routing.rules import Match, RuleBook, load_rules

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
# Of a story of more sentences the whole says little: it is longer than any that was learnt from.
_TOLD_AT_ONCE = 8
# So many of the first and of the last sentences are looked at one by one.
_MOST_AT_AN_END = 16
_SHORTEST_SENTENCE = 4
# The fit is never surer than this, either way.
_SUREST = 1e-4

Shares = dict[str, float]


@dataclass(frozen=True, slots=True)
class Routed:
    """The people that a question needs, and what said so: a rule's name, or the fitted decision."""

    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Router:
    """Decides from the text alone; without a fitted decision the rules still stand."""

    normalise: Normaliser
    rules: RuleBook
    practical: Practical
    decision: Decision | None

    def route(self, question: str) -> Routed | None:
        """Return the most urgent kind that applies, or None for a question to search with."""
        text = self.normalise(question)
        matches = self.rules.matches(text)
        urgent = _urgent(matches)
        decision = self.decision
        if decision is None or not decision.reads(text):
            if not urgent and self.practical(text):
                return None
            return _named(urgent or [match for match in matches if match.alone])
        if any(m.rule.sure or not decision.least_with_rule(m.rule.kind, text) for m in urgent):
            return _named(urgent)
        return self._fitted(decision, question, text, matches)

    def route_urgent_by_rules(self, question: str) -> Routed | None:
        """Return a crisis or an emergency that the rules see, at the cost of the rules alone."""
        return _named(_urgent(self.rules.matches(self.normalise(question))))

    def _fitted(
        self, decision: Decision, question: str, text: str, matches: list[Match]
    ) -> Routed | None:
        judged = _Judged.of(decision, question, text)
        standing = [match for match in _urgent(matches) if _stands(match, judged)]
        if standing:
            return _named(standing)
        kind = _most_urgent(judged)
        if kind is not None:
            return Routed(kind, "fitted decision")
        # Only now: whoever is in danger has been heard, whatever else is asked.
        advice = self._advice(judged, matches)
        return None if advice is not None and self.practical(text) else advice

    def _advice(self, judged: "_Judged", matches: list[Match]) -> Routed | None:
        # A long story is full of "I" and "my"; whether it wants advice stands in what it asks.
        # Who is spoken of may have been said before.
        asked = [part for part in judged.parts if part.endswith("?")]
        if not asked and judged.is_long:
            asked = judged.parts
        advice = [
            match
            for match in matches
            if match.rule.kind == "personal_advice"
            and (not asked or any(match.rule.stands_in(part) for part in asked))
        ]
        whole = judged.advice(asked)
        share = whole
        if advice and asked and whole >= judged.decision.data.thresholds["advice_of_whole"]:
            # What is asked, where the rule stands, may want advice more than the story around it.
            share = max(whole, *(part["personal_advice"] for part in judged.shares(asked)))
        by_rule = self._ruled_advice(judged.decision, advice, share) if advice else None
        return by_rule or self._fitted_advice(judged, asked or [judged.text], whole)

    def _fitted_advice(
        self, judged: "_Judged", asked: Sequence[str], whole: float
    ) -> Routed | None:
        limits = judged.decision.data.thresholds
        if whole < limits["advice_of_whole"]:
            return None
        signs = {part: self._signs(judged.decision, part) for part in (*asked, judged.text)}
        sure = (
            not judged.is_long
            and whole >= limits["advice_sure_of_whole"]
            and signs[judged.text] > 1
        )
        possible = [part for part in asked if sure or signs[part]]
        for part, shares in zip(possible, judged.shares(possible), strict=True):
            limit = limits["advice" if sure or signs[part] > 1 else "advice_with_one_sign"]
            if shares["personal_advice"] >= limit:
                return Routed("personal_advice", "fitted decision")
        return None

    def _signs(self, decision: Decision, part: str) -> int:
        return decision.may_say("personal_advice", part) + self.rules.speaks_of_health(part)

    def _ruled_advice(self, decision: Decision, advice: list[Match], share: float) -> Routed | None:
        limits = decision.data.thresholds
        sure = [m for m in advice if m.rule.sure]
        alone = any(m.alone for m in advice)
        limit = limits["advice_with_rule" if alone else "advice_with_weak_rule"]
        named = (sure or advice)[0].rule.name
        return Routed("personal_advice", named) if sure or share >= limit else None


@dataclass(frozen=True, slots=True)
class _Judged:
    """A text with the probabilities of its labels; of its sentences, only when asked for.

    `parts` are its sentences, `short` those of a few words, which are only heard when they are
    grave. `known` holds the shares of the text and of the sentences asked for so far.
    """

    decision: Decision
    text: str
    parts: list[str]
    short: list[str]
    known: dict[str, Shares]

    @classmethod
    def of(cls, decision: Decision, question: str, text: str) -> Self:
        """Judge the text as a whole."""
        # It is likely to be searched for next, as it is, and the encoder remembers the last texts.
        (whole,) = decision.probabilities([text], [question])
        return cls(decision, text, *told_sentences(text), {text: whole})

    @property
    def whole(self) -> Shares:
        """Return the probabilities of the text as a whole."""
        return self.known[self.text]

    @property
    def is_long(self) -> bool:
        """Say whether the text is a story that its sentences say more of than the whole does."""
        return len(self.parts) > _TOLD_AT_ONCE

    def advice(self, asked: Sequence[str]) -> float:
        """Return the probability that the text, which asks what is `asked`, wants advice."""
        told = self.shares(asked) if asked and self.is_long else [self.whole]
        return max(shares["personal_advice"] for shares in told)

    def shares(self, parts: Sequence[str]) -> list[Shares]:
        """Return the probabilities of some of `parts`, or of the text."""
        new = [part for part in dict.fromkeys(parts) if part not in self.known]
        if new:
            self.known.update(zip(new, self.decision.probabilities(new), strict=True))
        return [self.known[part] for part in parts]


def _most_urgent(judged: _Judged) -> Kind | None:
    """Return the urgent kind that the fit sees in the text.

    Of a story its worst sentence counts, and the whole beside it: told stories hold sentences that
    would alarm anybody who read nothing else, and as a whole a story is like many others. Of a long
    story the sentences alone count.
    """
    decision, sentences = judged.decision, [*judged.parts, *judged.short]
    if not sentences:
        return _alarming(decision, judged.text, judged.whole, 0.0)
    limits, told = decision.data.thresholds, judged.shares(sentences)
    if not judged.is_long:
        worst = max(told, key=_urgency)
        weight = limits["whole_of_story"]
        odds = weight * _log_odds(judged.whole) + (1 - weight) * _log_odds(worst)
        return _likelier(worst) if _share(odds) >= limits["urgent_in_story"] else None
    least = [limits["urgent_in_sentence"]] * len(judged.parts)
    least += [limits["urgent_in_short"]] * len(judged.short)
    kinds = (
        _alarming(decision, *judgement) for judgement in zip(sentences, told, least, strict=True)
    )
    return next((kind for kind in kinds if kind is not None), None)


def _alarming(decision: Decision, text: str, shares: Shares, least: float) -> Kind | None:
    """Return the likelier urgent kind where its limit for such a text, or `least`, is reached."""
    kind = _likelier(shares)
    return kind if _urgency(shares) >= max(decision.urgent_from(kind, text), least) else None


def _likelier(shares: Shares) -> Kind:
    return "crisis" if shares["crisis"] >= shares["emergency"] else "emergency"


def _log_odds(shares: Shares) -> float:
    share = min(max(_urgency(shares), _SUREST), 1 - _SUREST)
    return log(share / (1 - share))


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _urgency(shares: Mapping[str, float]) -> float:
    return shares["crisis"] + shares["emergency"]


def _urgent(matches: list[Match]) -> list[Match]:
    return [match for match in matches if match.rule.kind != "personal_advice"]


def _named(matches: list[Match]) -> Routed | None:
    return Routed(matches[0].rule.kind, matches[0].rule.name) if matches else None


def _stands(match: Match, judged: _Judged) -> bool:
    """Say whether the fit leaves a rule for crises or emergencies standing.

    It is overruled where the fit is sure of the contrary, of the text as a whole and of each of
    its sentences in which the rule matches.
    """
    least = judged.decision.least_with_rule(match.rule.kind, judged.text)
    matched = [part for part in judged.parts if match.rule.matches(part)]
    if judged.parts and not matched:
        # It matches in a sentence that isn't looked at by itself.
        return True
    if _urgency(judged.whole) >= least:
        return True
    return any(_urgency(shares) >= least for shares in judged.shares(matched))


def told_sentences(text: str) -> tuple[list[str], list[str]]:
    """Return the sentences of a text of more than one that are looked at one by one.

    Apart from them those of few words: thanks, greetings and cries for help.
    """
    sentences = [s for s in _SENTENCES.split(text) if any(map(str.isalnum, s))]
    long: list[str] = []
    short: list[str] = []
    for sentence in sentences if len(sentences) > 1 else ():
        (short if len(sentence.split()) < _SHORTEST_SENTENCE else long).append(sentence)
    return _ends(long), _ends(short)


def _ends(told: list[str]) -> list[str]:
    if len(told) <= 2 * _MOST_AT_AN_END:
        return told
    return told[:_MOST_AT_AN_END] + told[-_MOST_AT_AN_END:]


def load_router(encoder: QueryEncoder | None) -> Router:
    """Load the reviewed data; with no encoder, or another than fitted, the rules stand alone."""
    decision = load_decision(encoder) if encoder is not None else None
    return Router(load_normaliser(), load_rules(), Practical.load(), decision)
