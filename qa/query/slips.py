"""How readily fingers slip from one word to another: the channel of a noisy-channel speller."""

# The price, in nats, of each way to slip, by how often codespell's list of misspellings has it. A
# letter left out is one of the word's eight or so; one put in might be any, at any place.
_LEFT_OUT, _LEFT_OUT_OF_TWO = 3.4, 3.0
_PUT_IN, _PUT_IN_TWICE = 7.1, 4.5
_SWAPPED = 3.7
_CHANGED, _CHANGED_TO_NEXT_KEY, _CHANGED_VOWEL = 8.4, 6.8, 4.8
# Few go wrong at the first letter.
_AT_FIRST = 2.0
# No two slips cost less.
TWO_SLIPS = 2 * _LEFT_OUT_OF_TWO
# A space left out is as a letter left out.
SPACE_LEFT_OUT = _LEFT_OUT
_VOWELS = frozenset("aeiouy")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def one_slip_away(word: str) -> set[str]:
    """Return every string that one letter left out, put in, changed or swapped makes of `word`."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves if b for letter in _LETTERS}
    put_in = {a + letter + b for a, b in halves for letter in _LETTERS}
    return (left_out | swapped | changed | put_in) - {word, ""}


def slip_price(meant: str, typed: str) -> float:
    """Return what the one slip costs that makes `typed` of `meant`; they must be one apart."""
    place = next((n for n, (a, b) in enumerate(zip(meant, typed, strict=False)) if a != b), -1)
    # Where one only ends sooner, they differ at the end of the shorter.
    place = min(len(meant), len(typed)) if place < 0 else place
    return _kind_price(meant, typed, place) + (_AT_FIRST if place == 0 else 0.0)


def two_slips_price(meant: str, typed: str, near_typed: set[str]) -> float:
    """Return what the cheapest two slips cost; `near_typed` is all that is one from `typed`."""
    between = one_slip_away(meant) & near_typed
    prices = (slip_price(meant, way) + slip_price(way, typed) for way in between)
    # Of letters that no English word has there may be no string between.
    return min(prices, default=2 * _CHANGED)


def _kind_price(meant: str, typed: str, place: int) -> float:
    if len(typed) < len(meant):
        # Of "ss" the second is missed first when compared from the left.
        return _LEFT_OUT_OF_TWO if meant[place] == meant[place - 1 : place] else _LEFT_OUT
    if len(typed) > len(meant):
        return _PUT_IN_TWICE if typed[place] == typed[place - 1 : place] else _PUT_IN
    if meant[place + 1 :] == typed[place + 1 :]:
        return _changed_price(meant[place], typed[place])
    return _SWAPPED


def _changed_price(meant: str, typed: str) -> float:
    if meant in _VOWELS and typed in _VOWELS:
        return _CHANGED_VOWEL
    rows = [[keys.find(letter) for keys in _KEYS] for letter in (meant, typed)]
    places = [(row, column) for found in rows for row, column in enumerate(found) if column >= 0]
    beside = len(places) == 2 and all(abs(a - b) <= 1 for a, b in zip(*places, strict=True))
    return _CHANGED_TO_NEXT_KEY if beside else _CHANGED
