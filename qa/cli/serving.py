"""`citewell serve`."""

import click


@click.command()
def serve() -> None:
    """Serve chat, API and source pages."""
