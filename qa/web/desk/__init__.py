"""The desk for staff at /desk, in Gradio, behind a sign-in.

A Blocks of its own, which shares no endpoint with the chat's. Gradio has no place for a session or
for a token in each form, so both are asked for before Gradio: every request below /desk passes the
gate, and whatever is sent carries its token in a header that our own script writes. What is shown
and copied is our own escaped HTML, which Gradio hands on without reading it as Markdown.
"""

from qa.web.desk.desk import Desk, add_desk

__all__ = ["Desk", "add_desk"]
