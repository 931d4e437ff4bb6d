"""Names of drugs, which are read as they are typed whether or not a page holds them."""

from importlib.resources import files

_FILE = "drugs.txt"


class DrugNames:
    """Looks names up in the list, which stays one text: few questions hold a word to look up."""

    def __init__(self) -> None:
        self._lines = (files("qa.query") / _FILE).read_text(encoding="utf-8")

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._lines
