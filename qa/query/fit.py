"""Remake the weights of words in place: `python -m qa.query.fit ../shared/eval`.

Words of questions and sentences are mistyped as fingers slip, into other words and into none. The
fit learns to tell the word that was meant from those that look like it, and a word out of place
from one that isn't. The same texts and encoder give the same file; no text of them is kept.
"""

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Analyzer, Encoder, English, EnglishPairs
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from index.terms import STOP_WORDS
from qa.query.fit_texts import pages, texts
from qa.query.glossary import Glossary, bundled_groups
from qa.query.in_place import WEIGHTS, Fitted, Weighed, states_in_place
from qa.query.lexicon import Lexicon
from qa.query.slips import one_slip_away, slip_price
from qa.query.spelling import Speller, Typed, likeliest
from qa.query.word_list import DRUGS, MEDICINE, WordList
from qa.settings import Settings

# How often a drawn word is left as it is, becomes another, or becomes none.
_KINDS = {"right": 45, "another": 35, "none": 20}
# Of stop words fewer are drawn: there are so many.
_STOP_WORDS = 0.15
_SHORTEST = 3
# Of so many words one is mistyped into another word, where it is said how sure a reading is. The
# direction is better found where there are more.
_ONE_IN, _ONE_IN_DIRECTION = 50.0, 5.0
# How little is made of one direction of the encoder's room.
_RIDGE = 0.3
# So many of the right words may look doubtful: each takes time.
_DOUBTFUL = 0.1
_DIGITS = 3
_FOLDS = 5
# The first signals: the weight by lists, and whether a reading is as typed.
_BY_LISTS = 2

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A word as typed and as meant, and all that it might mean, with the weights by lists."""

    at: Typed
    meant: str
    weighed: dict[str, float]

    @property
    def is_right(self) -> bool:
        """Say whether it was typed as it was meant."""
        return self.at.word == self.meant

    @property
    def is_word(self) -> bool:
        """Say whether what was typed is a word."""
        return self.at.word in self.weighed


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of every reading of drawn words, and which of each word's was meant.

    A row holds the weight by lists, whether the reading is as typed, and its state in place.
    `starts` says where the rows of a word begin.
    """

    signals: Array
    starts: NDArray[np.int64]
    right: NDArray[np.int64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Return how many readings each word has."""
        return np.diff([*self.starts, len(self.signals)])

    def part(self, kept: NDArray[np.bool_]) -> "Rows":
        """Return the rows of the words that are kept."""
        starts = np.concatenate([[0], np.cumsum(self.sizes[kept])[:-1]])
        return Rows(self.signals[np.repeat(kept, self.sizes)], starts, self.right[kept])


def draw(text: str, speller: Speller, chance: random.Random) -> Drawn | None:
    """Mistype a word of `text`, or leave it; None where nothing comes of it."""
    places = [
        at
        for at in speller.typed(text)
        if at.word not in STOP_WORDS or chance.random() < _STOP_WORDS
    ]
    if not places:
        return None
    at = chance.choice(places)
    kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
    typed = at.word if kind == "right" else _slipped(at.word, speller, kind, chance)
    if typed is None:
        return None
    start, end = at.match.span()
    again = next(
        (w for w in speller.typed(text[:start] + typed + text[end:]) if w.match.start() == start),
        None,
    )
    if again is None or again.word != typed:
        return None
    known = kind != "none"
    weighed = (
        speller.weighed_instead(again)
        if known
        else likeliest(speller.weighed(typed, again.before, again.after) or {typed: 0.0})
    )
    usable = at.word in weighed and len(weighed) > 1
    return Drawn(again, at.word, weighed) if usable else None


def _slipped(word: str, speller: Speller, kind: str, chance: random.Random) -> str | None:
    """Return `word` with one slip, as likely as slips are, that makes a word or none."""
    wanted = kind == "another"
    known = speller.known(one_slip_away(word))
    found = sorted(known if wanted else one_slip_away(word) - known)
    found = [typed for typed in found if typed.isalpha() and len(typed) >= _SHORTEST]
    prices = [np.exp(-slip_price(word, typed)) for typed in found]
    return chance.choices(found, prices)[0] if found else None


def collect(drawn: Sequence[Drawn], encoder: Encoder) -> Rows:
    """Read every word of `drawn` in place."""
    signals, starts = [], [0]
    for one in drawn:
        readings = list(one.weighed)
        states = states_in_place(encoder, one.at.text, one.at.match.span(), readings)
        typed = [float(reading == one.at.word) for reading in readings]
        signals.append(np.column_stack([list(one.weighed.values()), typed, states]))
        starts.append(starts[-1] + len(readings))
    right = [list(one.weighed).index(one.meant) for one in drawn]
    return Rows(np.concatenate(signals), np.array(starts[:-1]), np.array(right))


def counts(drawn: Sequence[Drawn], one_in: float) -> Array:
    """Return what each word counts, so that one of `one_in` words is another than was meant."""
    rights = sum(one.is_right for one in drawn)
    others = sum(one.is_word and not one.is_right for one in drawn)
    return np.array([one_in * others / rights if one.is_right else 1.0 for one in drawn])


def fit(rows: Rows, counts: Array, ridge: float) -> Array:
    """Return a weight for each signal, so that of each word's readings the one meant is likest."""
    from scipy.optimize import minimize

    sizes = rows.sizes
    meant, of = rows.starts + rows.right, np.repeat(np.arange(len(sizes)), sizes)
    share = counts / counts.sum()

    def loss(weights: Array) -> tuple[float, Array]:
        scores = rows.signals @ weights
        scores -= np.maximum.reduceat(scores, rows.starts)[of]
        sums = np.add.reduceat(np.exp(scores), rows.starts)
        chances = np.exp(scores) / sums[of] * share[of]
        pull = ridge / len(sizes) * weights
        pull[:_BY_LISTS] = 0.0
        gradient = rows.signals.T @ chances - rows.signals[meant].T @ share + pull
        return float(share @ (np.log(sums) - scores[meant]) + pull @ weights / 2), gradient

    start = np.zeros(rows.signals.shape[1])
    start[:_BY_LISTS] = 1.0
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x)


def direction(drawn: Sequence[Drawn], rows: Rows) -> Array:
    """Return in which direction the states of words that are meant lie."""
    return fit(rows, counts(drawn, _ONE_IN_DIRECTION), _RIDGE)[_BY_LISTS:]


def left_out(drawn: Sequence[Drawn], rows: Rows) -> Rows:
    """Return the rows with how well each reading fits, by a direction of other words."""
    folds = np.arange(len(drawn)) % _FOLDS
    of = np.repeat(folds, rows.sizes)
    found = np.zeros(len(rows.signals))
    for fold in range(_FOLDS):
        rest = [one for one, at in zip(drawn, folds, strict=True) if at != fold]
        found[of == fold] = rows.signals[of == fold, _BY_LISTS:] @ direction(
            rest, rows.part(folds != fold)
        )
    signals = np.column_stack([rows.signals[:, :_BY_LISTS], found])
    return Rows(signals, rows.starts, rows.right)


def fit_doubt(drawn: Sequence[Drawn], rows: Rows) -> tuple[Array, float]:
    """Return the direction of words out of place, and beyond what they are doubtful."""
    from sklearn.linear_model import LogisticRegression

    known = [n for n, one in enumerate(drawn) if one.is_word]
    typed = [int(rows.starts[n]) + list(drawn[n].weighed).index(drawn[n].at.word) for n in known]
    states, wrong = (
        rows.signals[typed, _BY_LISTS:],
        np.array([not drawn[n].is_right for n in known]),
    )
    doubt = LogisticRegression(C=1.0, max_iter=1000).fit(states, wrong).coef_[0]
    return doubt, float(np.quantile(states[~wrong] @ doubt, 1.0 - _DOUBTFUL))


def make_speller(words_of_pages: Counter[str]) -> Speller:
    """Return a speller for pages of these words."""
    analyzer = Analyzer()
    lists = WordList(DRUGS), WordList(MEDICINE)
    names = Glossary(bundled_groups(), analyzer)
    return Speller(Lexicon(words_of_pages, English(analyzer), *lists, names=names), EnglishPairs())


def draw_all(shared: Path, speller: Speller) -> list[Drawn]:
    """Draw a word of each text of the public sets in `shared`."""
    chance = random.Random(1)  # noqa: S311
    drawn = (draw(text, speller, chance) for text in list(texts(shared, chance)))
    return [one for one in drawn if one is not None]


def checked(drawn: Sequence[Drawn], rows: Rows, known: Array, unknown: Array) -> dict[str, float]:
    """Return the shares of words that are read as meant, in `rows` of other words' direction."""
    scores = np.where(_of_words(drawn, rows), rows.signals @ known, rows.signals @ unknown)
    ends = rows.starts + rows.sizes
    best = [np.argmax(scores[start:end]) for start, end in zip(rows.starts, ends, strict=True)]
    met = np.array(best) == rows.right
    parts = {
        "typed right": [one.is_right for one in drawn],
        "another word typed": [one.is_word and not one.is_right for one in drawn],
        "no word typed": [not one.is_word for one in drawn],
    }
    return {name: round(float(met[np.array(part)].mean()), 4) for name, part in parts.items()}


def _of_words(drawn: Sequence[Drawn], rows: Rows) -> NDArray[np.bool_]:
    return np.repeat(np.array([one.is_word for one in drawn]), rows.sizes)


def remade(drawn: Sequence[Drawn], rows: Rows, encoder_sha256: str) -> str:
    """Return the weights file."""
    others = left_out(drawn, rows)
    is_word = np.array([one.is_word for one in drawn])
    known, unknown = (
        fit(others.part(part), counts(drawn, _ONE_IN)[part], 0.0) for part in (is_word, ~is_word)
    )
    doubt, doubtful = fit_doubt(drawn, rows)
    fitted = Fitted(
        about="How well a word fits its place in a question: qa/query/in_place.py",
        made={
            "command": "python -m qa.query.fit ../shared/eval",
            "words drawn": len(drawn),
            "share read as meant, left out of the fit": checked(drawn, others, known, unknown),
        },
        encoder_sha256=encoder_sha256,
        known=_weighed(known),
        unknown=_weighed(unknown),
        fit=_rounded(direction(drawn, rows)),
        doubt=_rounded(doubt),
        doubtful=round(doubtful, _DIGITS),
    )
    return f"{fitted.model_dump_json()}\n"


def _weighed(weights: Array) -> Weighed:
    listed, typed, fit = _rounded(weights)
    return Weighed(listed=listed, typed=typed, fit=fit)


def _rounded(numbers: Array) -> tuple[float, ...]:
    return tuple(round(float(number), _DIGITS) for number in numbers)


def main() -> None:
    """Fit on the public sets in the folder that is named, and replace the file."""
    shared = Path(sys.argv[1])
    encoder: Encoder = load_encoder(BUNDLED_NAME, None, Settings().encoder_cache).encoder
    drawn = draw_all(shared, make_speller(pages(shared)))
    text = remade(drawn, collect(drawn, encoder), encoder.identity.weights_sha256)
    (Path(__file__).parent / WEIGHTS).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
