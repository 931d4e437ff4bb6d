"""Numbers in sentences."""


def counted(number: int, noun: str) -> str:
    """Return "1 page" or "1,204 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
