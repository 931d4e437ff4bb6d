"""Order what was found, choose the sentence, say how probable it is that it answers."""

from qa.ranking.rank import Hit, Ranker, load_ranker

__all__ = ["Hit", "Ranker", "load_ranker"]
