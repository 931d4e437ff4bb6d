"""How we use Gradio: at once, quietly, and with nothing fetched from elsewhere."""

from typing import Any
from warnings import catch_warnings, filterwarnings

import gradio as gr
from fastapi import FastAPI

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")


def direct() -> dict[str, Any]:
    """Return how an event is connected.

    What it shows comes at once, in one piece: a queue, a spinner and a listed endpoint would only
    slow and clutter it.
    """
    return {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def mount(app: FastAPI, blocks: gr.Blocks, path: str) -> None:
    """Put `blocks` into `app` at `path`, without all that Gradio would add."""
    # Gradio would keep the last values of ten thousand visitors in memory.
    blocks.state_session_capacity = 1
    with catch_warnings():
        # It warns that pages aren't made on the server, which we don't ask for.
        filterwarnings("ignore", "SSR mode", UserWarning)
        gr.mount_gradio_app(
            app,
            blocks,
            path=path,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=False,
            pwa=False,
            theme=_theme(),
        )


def _theme() -> gr.themes.Base:
    """Return a plain theme; its fonts are the system's, so that none is fetched."""
    return gr.themes.Base(font=list(_FONTS), font_mono=["ui-monospace", "monospace"])
