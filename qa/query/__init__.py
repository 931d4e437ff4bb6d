"""A question, read as it was meant and made ready for the index."""

from qa.query.interpret import Interpretation, Interpreter
from qa.query.query import Query

__all__ = ["Interpretation", "Interpreter", "Query"]
