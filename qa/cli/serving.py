"""`citewell serve`."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus import CorpusError
from index import Encoder
from index.errors import EmptyCorpusError, EncoderError, IndexFolderError
from index.live import Live
from qa.cli.options import index_option, refuse_misplaced, settings_with
from qa.cli.progress import progress_bar
from qa.cli.starting import all_kept
from qa.desk.faults import faults
from qa.encoding import encoder_beside
from qa.pipeline import Assistant
from qa.records.opening import open_recorder
from qa.settings import Settings
from qa.signpost import load_referrer
from qa.startup import load_live, wait_for_index

if TYPE_CHECKING:
    from qa.web.holder import Holder


@click.command()
@click.option("--host", help="The address to listen on (default: the setting `host`).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 picks a free one (default: the setting `port`).",
)
@index_option
def serve(host: str | None, port: int | None, index_root: Path | None) -> None:
    """Serve the chat, the source pages and the API until stopped with Ctrl-C.

    If no index can be opened, the server still starts, and tells people who ask.
    """
    settings = settings_with(index_root, host=host, port=port)
    # Imported late: the web libraries take seconds, and `--help` should not wait for them.
    with encoder_beside(settings) as encoder, all_kept():
        from qa.web.app import create_app
        from qa.web.holder import Holder
        from qa.web.server import address, listen, run

    for found, remedy in faults(settings):
        click.echo(f"citewell: {found}; {remedy}", err=True)
    with listen(settings.host, settings.port) as listener:
        holder = Holder()
        recorder = open_recorder(settings, holder.now, lambda: datetime.now(UTC))
        app = create_app(holder, settings, time.perf_counter, recorder)

        def listening() -> None:
            click.echo(f"Citewell listens on {address(listener)} (stop with Ctrl-C)")

        with ExitStack() as stack:
            with all_kept():
                live = load_or_wait(holder, settings, encoder, index_root)
            stack.enter_context(live.watching())
            if recorder is not None:
                stack.enter_context(recorder.running())
            holder.follow(lambda: live.now, lambda: live.refused)
            run(app, listener, listening, settings.trusted_proxies)


def load_or_wait(
    holder: "Holder", settings: Settings, encoder: Callable[[], Encoder], index_root: Path | None
) -> Live[Assistant]:
    """Load what answers; where it can't be opened or built, say why and wait for an index.

    Meanwhile `holder` sends people to people. `index_root` is as it was typed, if it was.
    """
    try:
        refuse_misplaced(index_root)
        with progress_bar() as progress:
            return load_live(settings, progress, date.today, encoder)
    except (IndexFolderError, EncoderError, CorpusError, EmptyCorpusError) as error:
        click.echo(f"citewell: {error}", err=True)
        # Nothing can be answered, but a person in danger is still sent to people.
        holder.refer_with(load_referrer(settings))
        return wait_for_index(settings, date.today)
