"""The versions of the index: which one answers, and back to another."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from corpus import CitewellError
from index.errors import ReturningPagesError
from index.manifest import read_manifest
from index.returning import refuse_returning
from index.self_check import check_answers
from index.versions import Version, roll_back, versions
from qa.web.desk.desk import Desk
from qa.web.desk.parts import Parts
from qa.web.desk.showing import shown, title
from qa.web.gradio_ways import direct

_RETURNING = "may answer"


@dataclass(frozen=True, slots=True)
class Row:
    """One version as it is listed; `problem` says what keeps it from answering."""

    name: str
    made_at: datetime
    current: bool
    answers: bool
    facts: str
    problem: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that going back reads and changes."""

    listed: gr.Markdown
    choice: gr.Radio
    go: gr.Button
    said: gr.Markdown
    confirm: gr.Column
    yes: gr.Button
    stay: gr.Button
    chosen: gr.Textbox
    agreed: gr.Textbox

    def changed(self) -> set[Any]:
        """Return what any act may change."""
        return {
            self.listed,
            self.choice,
            self.go,
            self.said,
            self.confirm,
            self.yes,
            self.chosen,
            self.agreed,
        }


def add_versions(blocks: gr.Blocks, desk: Desk) -> None:
    """Lay out the area; a version is verified and asked before it is made current."""
    title("Versions of the index")
    parts = _lay_out()
    acts = _Acts(desk, parts)
    blocks.load(acts.listed, None, parts.changed(), **direct())
    parts.go.click(acts.ask, {parts.choice}, parts.changed(), **direct())
    parts.yes.click(acts.go, {parts.chosen, parts.agreed}, parts.changed(), **direct())
    parts.stay.click(acts.listed, None, parts.changed(), **direct())


def _lay_out() -> _Parts:
    said = shown(elem_id="version-said")
    with gr.Column(visible=False) as confirm, gr.Row(elem_classes="acts"):
        yes = gr.Button("", variant="primary")
        stay = gr.Button("Stay with the current one", elem_id="version-stay")
    listed = shown(elem_classes="wide")
    choice = gr.Radio([], label="Go to another version", visible=False, elem_id="version-choice")
    with gr.Row(elem_classes="acts"):
        go = gr.Button("Go to this version", visible=False, elem_id="version-go")
    chosen, agreed = gr.Textbox(visible=False), gr.Textbox(visible=False)
    return _Parts(listed, choice, go, said, confirm, yes, stay, chosen, agreed)


class _Acts:
    """What can be done with versions, as changes of the components."""

    def __init__(self, desk: Desk, parts: _Parts) -> None:
        self._desk, self._parts = desk, parts

    def listed(self) -> dict[Any, Any]:
        """List the versions, and offer to go to those that can be opened."""
        return self._shows()

    def ask(self, sent: dict[Any, Any]) -> dict[Any, Any]:
        """Ask whether people are to be answered from the chosen version."""
        version = sent[self._parts.choice]
        if not version:
            return self._shows(problem="Choose a version first.")
        return self._asks(version, f"Make {version[:8]} current", asked=True)

    def go(self, sent: dict[Any, Any]) -> dict[Any, Any]:
        """Go to the version that was agreed to; ask once more where pages would come back."""
        assistant, parts = self._desk.holder.now(), self._parts
        if assistant is None:
            return self._shows(problem="No encoder is loaded, so no index can be asked.")
        root, chosen = self._desk.settings.index_root, sent[parts.chosen] or ""
        agreed = sent[parts.agreed] == _RETURNING
        try:
            made = roll_back(
                root,
                chosen,
                lambda index: check_answers(index, assistant.encoder),
                None if agreed else refuse_returning(root, assistant.today()),
            )
        except ReturningPagesError as error:
            asked = self._asks(chosen, "Let them answer again", returning=error.pages)
            return {**asked, parts.agreed: _RETURNING}
        except CitewellError as error:
            return self._shows(problem=str(error))
        return self._shows(done=made.name)

    def _asks(self, version: str, yes: str, **said: Any) -> dict[Any, Any]:
        parts = self._parts
        return {
            **self._shows(version=version, **said),
            parts.confirm: gr.update(visible=True),
            parts.yes: gr.update(value=yes),
            parts.chosen: version,
            parts.choice: gr.update(visible=False),
            parts.go: gr.update(visible=False),
        }

    def _shows(self, **said: Any) -> dict[Any, Any]:
        desk, parts = self._desk, self._parts
        open_now = desk.holder.now()
        answering = open_now.index.version if open_now else ""
        rows = [_row(version, answering) for version in versions(desk.settings.index_root)]
        others = [
            (_label(row, desk.parts), row.name)
            for row in rows
            if not row.current and not row.problem
        ]
        return {
            parts.listed: desk.parts.block(
                "versions.html", rows=rows, root=desk.settings.index_root
            ),
            parts.said: desk.parts.block(
                "version_said.html", refused=desk.holder.refused(), **said
            ),
            parts.choice: gr.update(choices=others, value=None, visible=bool(others)),
            parts.go: gr.update(visible=bool(others)),
            parts.confirm: gr.update(visible=False),
            parts.chosen: "",
            parts.agreed: "",
        }


def _row(version: Version, answering: str) -> Row:
    made_at = datetime.fromtimestamp(version.made_at, UTC)
    facts, problem = "", ""
    try:
        facts = read_manifest(version.folder).counts.described()
    except CitewellError as error:
        problem = str(error)
    return Row(version.name, made_at, version.current, version.name == answering, facts, problem)


def _label(row: Row, parts: Parts) -> str:
    made = f"{parts.day(row.made_at)}, {row.made_at:%H:%M} UTC"
    return f"{row.name}, made current on {made}"
