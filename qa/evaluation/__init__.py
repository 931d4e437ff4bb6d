"""Measure answers on labelled questions; nothing on the way to an answer imports this package."""
