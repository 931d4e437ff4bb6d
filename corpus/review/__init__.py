"""What the owner of the pages should look at: states, duplicates, what nobody will find."""

from corpus.review.concern import Concern, Level
from corpus.review.state import ANSWERING, Review, State, state_on

__all__ = ["ANSWERING", "Concern", "Level", "Review", "State", "state_on"]
