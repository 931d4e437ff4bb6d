"""Lists of words that everyday English lacks: names of drugs, and words of medicine."""

from functools import cached_property
from importlib.resources import files

DRUGS, MEDICINE = "drugs.txt", "medicine.txt"


class WordList:
    """One list, which stays one text: few questions hold a word to look up."""

    def __init__(self, name: str) -> None:
        self._lines = (files("qa.query") / name).read_text(encoding="utf-8")

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._lines

    @cached_property
    def words(self) -> frozenset[str]:
        """Return all words of the list; what begins with # is a remark."""
        lines = self._lines.split("\n")
        return frozenset(line for line in lines if line and not line.startswith("#"))
