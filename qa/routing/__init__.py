"""Which questions need people: crisis, emergency and personal advice, decided before any search."""

from qa.routing.kinds import KINDS, Kind
from qa.routing.router import Routed, Router, load_router

__all__ = ["KINDS", "Kind", "Routed", "Router", "load_router"]
