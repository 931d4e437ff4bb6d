"""Which questions need people: crisis, emergency and personal advice, decided before any search."""
