"""How often one client may ask: counted in memory, by address, and forgotten after a minute."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from qa.web.problems import TooManyQuestionsError


class QuestionRate:
    """Counts the questions of each client address over the last minute."""

    def __init__(self, per_minute: int) -> None:
        """Allow `per_minute` questions a minute and address; 0 allows any number."""
        self._limit = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def count(self, address: str) -> None:
        """Count one question; raises TooManyQuestionsError where it is one too many."""
        if self._limit is not None and not self._window.hit(self._limit, address):
            raise TooManyQuestionsError
