"""The desk for staff at /desk: plain pages that need no script, behind a sign-in.

Not Gradio, unlike the chat: a session has to be checked on every request and a token in every form,
which Gradio's one endpoint for all events has no place for; its tables and lists of choices can't
be used with a screen reader; and what is copied must be the page's own words.
"""

from qa.web.desk.desk import Desk, desk_router

__all__ = ["Desk", "desk_router"]
