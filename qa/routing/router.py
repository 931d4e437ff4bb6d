"""Which people a question needs, if any: rules first, then the fitted decision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.routing.decision import Decision, load_decision
from qa.routing.features import QueryEncoder
from qa.routing.kinds import Kind
from qa.routing.normalise import Normaliser, load_normaliser
from qa.routing.rules import Match, RuleBook, load_rules

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
# Of a long text the first sentences are looked at one by one; all of it is looked at as a whole.
_MOST_SENTENCES = 8
_SHORTEST_SENTENCE = 4

# A text or sentence, and the probabilities of its labels.
_Judged = tuple[str, dict[str, float]]


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
    decision: Decision | None

    def route(self, question: str) -> Routed | None:
        """Return the most urgent kind that applies, or None for a question to search with."""
        text = self.normalise(question)
        matches = self.rules.matches(text)
        urgent = _urgent(matches)
        if urgent and any(_stands_alone(match) for match in urgent):
            return _named(urgent)
        if self.decision is None or not self.decision.reads(text):
            return _named(urgent or [match for match in matches if match.alone])
        return self._fitted(self.decision, question, text, matches)

    def route_urgent_by_rules(self, question: str) -> Routed | None:
        """Return a crisis or an emergency that the rules see, at the cost of the rules alone."""
        return _named(_urgent(self.rules.matches(self.normalise(question))))

    def _fitted(
        self, decision: Decision, question: str, text: str, matches: list[Match]
    ) -> Routed | None:
        texts = [text, *long_sentences(text)]
        # It is likely to be searched for next, as it is, and the encoder remembers the last texts.
        judged = list(zip(texts, decision.probabilities(texts, [question]), strict=True))
        least = decision.data.thresholds["emergency_with_rule"]
        standing = [match for match in _urgent(matches) if _stands(match, judged, least)]
        if standing:
            return _named(standing)
        kind = _most_urgent(decision, judged)
        if kind is not None:
            return Routed(kind, "fitted decision")
        return self._advice(decision, judged, matches)

    def _advice(
        self, decision: Decision, judged: list[_Judged], matches: list[Match]
    ) -> Routed | None:
        advice = [match for match in matches if match.rule.kind == "personal_advice"]
        # A long story is full of "I" and "my"; whether it wants advice stands in what it asks.
        asked = [(part, shares) for part, shares in judged[1:] if part.endswith("?")]
        if asked:
            advice = [m for m in advice if any(m.rule.matches(part) for part, _ in asked)]
        limits = decision.data.thresholds
        if advice:
            return self._ruled_advice(judged[0][1]["personal_advice"], advice, limits)
        for part, shares in asked or judged[:1]:
            signs = decision.may_say("personal_advice", part) + self.rules.speaks_of_health(part)
            limit = (1.1, limits["advice_with_one_sign"], limits["advice"])[signs]
            if shares["personal_advice"] >= limit:
                return Routed("personal_advice", "fitted decision")
        return None

    def _ruled_advice(
        self, share: float, advice: list[Match], limits: Mapping[str, float]
    ) -> Routed | None:
        sure = [m for m in advice if m.rule.sure]
        alone = any(m.alone for m in advice)
        limit = limits["advice_with_rule" if alone else "advice_with_weak_rule"]
        named = (sure or advice)[0].rule.name
        return Routed("personal_advice", named) if sure or share >= limit else None


def _most_urgent(decision: Decision, judged: list[_Judged]) -> Kind | None:
    """Return the urgent kind that the fit sees in the whole text or in one of its sentences.

    A sentence counts for less than the text, and only where the text as a whole isn't sure of the
    contrary: told stories hold sentences that would alarm anybody who read nothing else.
    """
    limits = decision.data.thresholds
    whole = _urgency(judged[0][1])
    for place, (part, shares) in enumerate(judged):
        kind: Kind = "crisis" if shares["crisis"] >= shares["emergency"] else "emergency"
        limit = decision.urgent_from(kind, part)
        if place:
            limit = max(limit, limits["urgent_in_sentence"])
        if _urgency(shares) >= limit and whole >= limits["urgent_of_whole"]:
            return kind
    return None


def _urgency(shares: Mapping[str, float]) -> float:
    return shares["crisis"] + shares["emergency"]


def _urgent(matches: list[Match]) -> list[Match]:
    return [match for match in matches if match.rule.kind != "personal_advice"]


def _named(matches: list[Match]) -> Routed | None:
    return Routed(matches[0].rule.kind, matches[0].rule.name) if matches else None


def _stands_alone(match: Match) -> bool:
    """Tell whether nothing overrules the rule: no sign of crisis is ever argued away."""
    return match.rule.kind == "crisis" or match.rule.sure


def _stands(match: Match, judged: list[_Judged], least: float) -> bool:
    """Tell whether the fit leaves a rule for emergencies standing.

    It is overruled where the fit is sure of the contrary, of the text as a whole and of each of
    its sentences in which the rule matches.
    """
    whole, *parts = judged
    matched = [part for part in parts if match.rule.matches(part[0])]
    if parts and not matched:
        # It matches in a sentence that isn't looked at by itself.
        return True
    return any(_urgency(shares) >= least for _, shares in [whole, *matched])


def long_sentences(text: str) -> list[str]:
    """Return the sentences of a text of more than one that are looked at one by one."""
    sentences = _SENTENCES.split(text)
    if len(sentences) < 2:
        return []
    return [s for s in sentences if len(s.split()) >= _SHORTEST_SENTENCE][:_MOST_SENTENCES]


def load_router(encoder: QueryEncoder | None) -> Router:
    """Load the reviewed data; with no encoder, or another than fitted, the rules stand alone."""
    decision = load_decision(encoder) if encoder is not None else None
    return Router(load_normaliser(), load_rules(), decision)
