"""How the reader's weights are made: `python -m qa.training`. Nothing here runs when answering."""
