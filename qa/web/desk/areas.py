"""The areas of the desk in Gradio: a Blocks of its own, which shares no endpoint with the chat."""

from collections.abc import Callable

import gradio as gr

from qa.web.desk.asked import add_asked
from qa.web.desk.desk import Desk
from qa.web.desk.looking_up import add_looking_up
from qa.web.desk.measuring import add_quality
from qa.web.desk.reviewing import add_review
from qa.web.desk.shell import AREAS
from qa.web.desk.versions import add_versions

_ADD: dict[str, Callable[[gr.Blocks, Desk], None]] = {
    "": add_looking_up,
    "review": add_review,
    "asked": add_asked,
    "indexes": add_versions,
    "quality": add_quality,
}


def build_desk(desk: Desk) -> gr.Blocks:
    """Lay out each area as a page of Gradio's own, and connect it."""
    blocks: gr.Blocks
    with gr.Blocks(analytics_enabled=False, title="Desk", fill_width=True) as blocks:
        _add(blocks, desk, "")
    for path, name in AREAS[1:]:
        with blocks.route(name, path):
            _add(blocks, desk, path)
    return blocks


def _add(blocks: gr.Blocks, desk: Desk, path: str) -> None:
    gr.Navbar(main_page_name=AREAS[0][1])
    _ADD[path](blocks, desk)
