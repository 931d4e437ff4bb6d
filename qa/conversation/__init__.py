"""A question read beside the ones before it, by rules alone."""

from qa.conversation.understand import Understood, says_nothing, understand

__all__ = ["Understood", "says_nothing", "understand"]
