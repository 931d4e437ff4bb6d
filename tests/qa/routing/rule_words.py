"""Work out of each rule's pattern the words of which one must stand in what it matches.

To compile a pattern takes a hundred times as long as to look for its words, and most questions
hold none of them. `python -m tests.qa.routing.rule_words --write` remakes the file that ships.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from qa.routing import rules

SHIPPED = Path(rules.__file__).parent / "data" / rules.RULE_WORDS
# So many strings are kept apart; of a string that is longer, its beginning tells enough.
_MOST = 400
_LONGEST = 8

Strings = frozenset[str]


@dataclass(frozen=True)
class _Said:
    """What part of a pattern matches: `exact`, one of a few strings; `needed`, any with one of."""

    exact: Strings | None
    needed: Strings | None = None


def needed(pattern: str) -> list[str]:
    """Return strings of which one stands in every text that `pattern` matches; none: unknown."""
    parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
    found = _sequence(parsed).needed or ()
    return sorted(_fewest(word[:_LONGEST] for word in found))


def _sequence(items: Iterable[Any]) -> _Said:
    run, whole = frozenset({""}), True
    candidates: list[Strings] = []
    for kind, value in items:
        said = _one(str(kind), value)
        if said.exact is not None and len(run) * len(said.exact) <= _MOST:
            run = frozenset(begun + more for begun in run for more in said.exact)
            continue
        candidates += [run, said.needed or frozenset({""})]
        run, whole = said.exact or frozenset({""}), False
    candidates.append(run)
    telling = [_fewest(found) for found in candidates if "" not in found]
    return _Said(run if whole else None, min(telling, key=_chance, default=None))


def _one(kind: str, value: Any) -> _Said:
    said = _Said(None)
    match kind:
        case "LITERAL":
            said = _Said(frozenset({chr(value)}))
        case "AT" | "ASSERT" | "ASSERT_NOT":
            said = _Said(frozenset({""}))
        case "SUBPATTERN" if not value[1] | value[2]:
            said = _sequence(value[3])
        case "BRANCH":
            said = _any([_sequence(branch) for branch in value[1]])
        case "MAX_REPEAT" | "MIN_REPEAT":
            said = _repeated(*value)
        case "IN":
            said = _of_letters(value)
    return said


def _any(branches: Sequence[_Said]) -> _Said:
    exact = [said.exact for said in branches if said.exact is not None]
    whole = frozenset().union(*exact) if len(exact) == len(branches) else None
    apart = [said.needed for said in branches if said.needed]
    joined = frozenset().union(*apart) if len(apart) == len(branches) else None
    return _Said(whole if whole is not None and len(whole) <= _MOST else None, joined)


def _repeated(least: int, most: int, body: Any) -> _Said:
    said = _sequence(body)
    if (least, most) == (1, 1):
        return said
    if (least, most) == (0, 1) and said.exact is not None:
        return _Said(said.exact | {""})
    return _Said(None, said.needed if least else None)


def _of_letters(items: Sequence[tuple[Any, Any]]) -> _Said:
    if any(str(kind) != "LITERAL" for kind, _ in items):
        return _Said(None)
    return _Said(frozenset(chr(value) for _, value in items))


def _fewest(words: Iterable[str]) -> Strings:
    """Leave out what holds another of the strings: to look for that one is enough."""
    kept: list[str] = []
    for word in sorted(set(words), key=len):
        if not any(short in word for short in kept):
            kept.append(word)
    return frozenset(kept)


def _chance(words: Strings) -> float:
    """Guess how likely one of `words` stands in any text."""
    return sum(4.0 ** -min(len(word), _LONGEST) for word in words)


def remade() -> dict[str, list[str]]:
    """Return the words of every rule by the rule's key."""
    return {rules.key(rule.pattern): needed(rule.pattern) for rule in rules.load_rules().rules}


if __name__ == "__main__":
    if "--write" in sys.argv:
        SHIPPED.write_text(json.dumps(remade(), indent=0, ensure_ascii=False) + "\n", "utf-8")
    for rule in rules.load_rules().rules:
        click.echo(f"{rule.name}: {', '.join(map(repr, needed(rule.pattern))) or 'always tried'}")
