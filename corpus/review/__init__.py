"""What the owner of the pages should look at: states, duplicates, what nobody will find."""

from corpus.review.check import Checked, check_sources
from corpus.review.concern import Concern, Level
from corpus.review.state import State, state_on

__all__ = ["Checked", "Concern", "Level", "State", "check_sources", "state_on"]
