"""What people asked: how often, whether it helped, and what no page answers."""

from typing import Any

import gradio as gr
from sqlalchemy.exc import SQLAlchemyError

from qa.records.recorder import Recorder
from qa.web.desk.desk import Desk
from qa.web.desk.files import groups_of
from qa.web.desk.showing import shown, title
from qa.web.gradio_ways import direct
from qa.web.holder import Holder

_MOST_GROUPS = 50


def add_asked(blocks: gr.Blocks, desk: Desk) -> None:
    """Lay out the area; it is read anew each time it is opened."""
    title("What people ask")
    asked = shown(elem_classes="wide")
    blocks.load(lambda: desk.parts.block("asked.html", **_known(desk)), None, asked, **direct())


def _known(desk: Desk) -> dict[str, Any]:
    if desk.recorder is None:
        return {"wanted": desk.settings.record_questions}
    try:
        return _asked(desk.recorder, desk.holder)
    except SQLAlchemyError:
        return {"problem": "The database can't be read at the moment; `citewell doctor` says why."}


def _asked(recorder: Recorder, holder: Holder) -> dict[str, Any]:
    store, groups = recorder.store, groups_of(recorder, holder)
    return {
        "kept": store.count(),
        "kinds": store.kinds(),
        "urgent": store.urgent(),
        "feedback": store.feedback(),
        "groups": groups[:_MOST_GROUPS],
        "left_out": max(0, len(groups) - _MOST_GROUPS),
        "dropped": recorder.dropped,
    }
