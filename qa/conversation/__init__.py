"""A question read beside the ones before it, by rules alone."""

from qa.conversation.understand import Understood, understand

__all__ = ["Understood", "understand"]
