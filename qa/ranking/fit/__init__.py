"""How the ranking's weights are made: `python -m qa.ranking.fit`. Nothing here answers anybody."""
