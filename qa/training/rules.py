"""Examples made by rule: gapped sentences as questions, and answers spoilt by one change.

A gapped sentence teaches where an answer stands: a phrase is taken out of a sentence and asked
for. A spoilt question names something else than its passage does: another name, number or
direction, so that nothing in the passage answers it although nearly every word matches.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Span
from qa.training.example import Example

_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*%?")
_LITTLE_WORDS = (
    "a an the of in on at by for to from with without as and or but nor if that which who whom "
    "whose this these those it its they their there he she his her we our you your is are was "
    "were be been being has have had do does did can could may might will would shall should "
    "must not no than then when where while also such some any all each both either into over "
    "under between during after before about against through per via so because more most less "
    "however although what how why many much"
)
_LITTLE = frozenset(_LITTLE_WORDS.split())
_OPPOSITES = (
    ("increase", "decrease"), ("increased", "decreased"), ("higher", "lower"), ("more", "fewer"),
    ("before", "after"), ("first", "last"), ("largest", "smallest"), ("most", "least"),
    ("north", "south"), ("east", "west"), ("with", "without"), ("men", "women"),
    ("children", "adults"), ("early", "late"), ("high", "low"), ("large", "small"),
    ("old", "new"), ("began", "ended"), ("allowed", "prohibited"), ("can", "cannot"),
    ("acute", "chronic"), ("benign", "malignant"), ("positive", "negative"), ("won", "lost"),
    ("start", "stop"), ("better", "worse"), ("common", "rare"), ("always", "never"),
)  # fmt: skip
_ASK = ("what", "what", "which", "who", "where", "how")
MAX_GAPPED_WORDS = 16
MOST_SEEN = 3  # A phrase that stands everywhere teaches nothing of where to look.
NEIGHBOURS = 6  # Sentences on either side that a sentence is asked about.


def gapped(example: Example, sentences: Sequence[Span], rng: random.Random) -> Example | None:
    """Return a question asking for one phrase of the passage, or None if none lends itself."""
    usable = [span for span in sentences if 40 <= span.end - span.start <= 260]
    if not usable:
        return None
    sentence = rng.choice(usable)
    words = list(_WORD.finditer(sentence.of(example.passage)))
    phrases = _phrases(words)
    if len(words) < 6 or not phrases:
        return None
    first, last = rng.choice(phrases)
    answer = Span(words[first].start(), words[last].end()).shifted(sentence.start)
    left = [word.group() for word in words[:first]]
    right = [word.group() for word in words[last + 1 :]]
    question = _ask(left, right, answer.of(example.passage), rng)
    if question is None:
        return None
    return replace(example, source="gapped", question=question, answers=(answer,))


def asked_elsewhere(
    example: Example, sentences: Sequence[Span], rng: random.Random
) -> list[Example]:
    """Return questions made from one sentence, asked of the sentences around it without it.

    A phrase that stands in both is what is asked for: to find it takes more than the question's own
    words. A phrase that stands in the one alone can't be answered.
    """
    if len(sentences) < 4:
        return []
    number = rng.randrange(len(sentences))
    taken = sentences[number]
    around = sentences[max(0, number - NEIGHBOURS) : number + NEIGHBOURS + 1]
    before = example.passage[around[0].start : taken.start]
    after = example.passage[taken.end : around[-1].end]
    if not 40 <= taken.end - taken.start <= 260 or len(before + after) < 100:
        return []
    passage = (before.rstrip() + " " + after.lstrip()).strip()
    place = replace(example, source="elsewhere", passage=passage, answers=())
    return _asked(place, taken.of(example.passage), rng)


def _asked(place: Example, sentence: str, rng: random.Random) -> list[Example]:
    words = list(_WORD.finditer(sentence))
    made: dict[bool, list[Example]] = {True: [], False: []}
    for first, last in rng.sample(phrases := _phrases(words), len(phrases)):
        phrase = sentence[words[first].start() : words[last].end()]
        left, right = ([w.group() for w in part] for part in (words[:first], words[last + 1 :]))
        question = _ask(left, right, phrase, rng)
        if len(phrase) < 4 or question is None:
            continue
        seen = re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", place.passage, re.IGNORECASE)
        answers = tuple(Span(*match.span()) for match in seen)
        if len(answers) <= MOST_SEEN:
            made[bool(answers)].append(replace(place, question=question, answers=answers))
    found = made[True][:3]
    return [*found, *made[False][: len(found)]]


def spoilt(example: Example, names: Sequence[str], rng: random.Random) -> Example | None:
    """Return `example` with one thing in its question changed, so that nothing answers it.

    `names` are phrases of other passages to put in. None if the question has nothing to change.
    """
    words = list(_WORD.finditer(example.question))
    passage = example.passage.lower()
    swaps = [(word, new) for word in words for new in _opposites(word.group())]
    swaps = [(word, new) for word, new in swaps if word.group().lower() in passage]
    if swaps and rng.random() < 0.4:
        word, new = rng.choice(swaps)
        return _replaced(example, word.start(), word.end(), new)
    phrases = [
        (words[first].start(), words[last].end())
        for first, last in _phrases(words)
        if example.question[words[first].start() : words[last].end()].lower() in passage
    ]
    if not phrases:
        return None
    start, end = rng.choice(phrases)
    old = example.question[start:end]
    if rng.random() < 0.5:
        # A name from elsewhere in the passage is the hardest to tell: all its words match.
        names = [name for name in phrases_of(example.passage) if name not in example.question]
    alike = [name for name in names if _like(name, old)]
    if not alike:
        return None
    return _replaced(example, start, end, rng.choice(alike))


def phrases_of(text: str) -> list[str]:
    """Return the phrases of `text` that can stand in for one another."""
    words = list(_WORD.finditer(text))
    return [text[words[a].start() : words[b].end()] for a, b in _phrases(words)]


def _replaced(example: Example, start: int, end: int, new: str) -> Example:
    question = example.question[:start] + new + example.question[end:]
    return replace(example, source=f"{example.source}-spoilt", question=question, answers=())


def _phrases(words: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Return runs of 1 to 4 words, without little words, that stand next to one another."""
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for number, word in enumerate(words):
        little = word.group().lower() in _LITTLE
        apart = number > 0 and word.start() - words[number - 1].end() > 1
        if first is not None and (little or apart):
            runs.append((first, number - 1))
            first = None
        if first is None and not little:
            first = number
    if first is not None:
        runs.append((first, len(words) - 1))
    return [(a, min(b, a + 3)) for a, b in runs if len(words[a].group()) > 1]


def _ask(left: list[str], right: list[str], answer: str, rng: random.Random) -> str | None:
    asked = "how many" if answer[:1].isdigit() else rng.choice(_ASK)
    if re.fullmatch(r"(1[5-9]|20)\d\d", answer):
        asked = rng.choice(("when", "what year"))
    left, right = left[-10:], right[:10]
    order = [*right, *left] if rng.random() < 0.4 else [*left, *right]
    kept = [word for word in order if rng.random() > 0.15][:MAX_GAPPED_WORDS]
    if sum(word.lower() not in _LITTLE for word in kept) < 3:
        return None
    return " ".join([asked, *kept]) + ("?" if rng.random() < 0.5 else "")


def _opposites(word: str) -> list[str]:
    low = word.lower()
    return [b if low == a else a for a, b in _OPPOSITES if low in (a, b)]


def _like(new: str, old: str) -> bool:
    return (
        _kind(new) == _kind(old)
        and new.lower() != old.lower()
        and abs(new.count(" ") - old.count(" ")) <= 1
    )


def _kind(phrase: str) -> str:
    if any(letter.isdigit() for letter in phrase):
        return "number"
    return "name" if phrase[:1].isupper() else "word"
