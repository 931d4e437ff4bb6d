"""How an area of the desk shows what our templates say."""

from typing import Any

import gradio as gr


def shown(value: str = "", **more: Any) -> gr.Markdown:
    """Return the component that shows a block of `Parts.block`: as it is, not as Markdown.

    Gradio's component for HTML would need `unsafe-eval` in the policy of the page.
    """
    return gr.Markdown(value, latex_delimiters=[], **more)


def title(name: str) -> None:
    """Head an area with its name."""
    gr.Markdown(f"# {name}", elem_id="main")
