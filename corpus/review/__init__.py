"""What the owner of the pages should look at: states, duplicates, text no question can reach."""

from corpus.review.concern import Concern, Level
from corpus.review.state import ANSWERING, Review, State, state_on

__all__ = ["ANSWERING", "Concern", "Level", "Review", "State", "state_on"]
