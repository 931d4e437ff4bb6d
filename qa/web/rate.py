"""How often one client may ask: counted in memory, by address, and forgotten after a minute."""

from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

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


def address_of(client: Any) -> str:
    """Return the address that a client's questions are counted under.

    Of IPv6 that is the network: one subscriber has 2**64 addresses to ask from.
    """
    if not client:
        return "unknown"
    try:
        address = ip_address(client.host)
    except ValueError:
        return str(client.host)
    if isinstance(address, IPv4Address):
        return str(address)
    # Where a server listens on both, IPv4 comes as ::ffff:192.0.2.1: all of it is one network.
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))
