"""Order what was found, choose the sentence, say how probable it is that it answers."""

from qa.ranking.rank import Hit, Ranker, load_ranker
from qa.ranking.rereading import Ranks, Rereader

__all__ = ["Hit", "Ranker", "Ranks", "Rereader", "load_ranker"]
