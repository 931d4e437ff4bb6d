"""The chat as the browser holds it and sends it back: what the person typed, out of it."""

import re
from collections.abc import Sequence
from html import unescape
from itertools import zip_longest
from typing import Any

ChatMessage = dict[str, Any]

# What `reply.html` makes of a signpost to people.
_URGENT = re.compile(r'class="cw-reply cw-referral cw-(?:emergency|crisis)"')
# What `question.html` makes of a question.
_TYPED = re.compile(r'<span dir="auto">(.*)</span></div>\s*$', re.DOTALL)


def message(role: str, html: str) -> ChatMessage:
    """Return one message of the chat."""
    return {"role": role, "content": html}


def questions_of(messages: Sequence[ChatMessage]) -> list[str]:
    """Return what the person typed in `messages`, oldest first.

    A cry for help is left out: what is asked after it isn't about it, and nobody should read its
    words again in what is said to another question.
    """
    told = [(message.get("role"), _text(message["content"])) for message in messages]
    followed = zip_longest(told, told[1:], fillvalue=(None, ""))
    typed = [
        _TYPED.search(html)
        for (role, html), (_, reply) in followed
        if role == "user" and not _URGENT.search(reply)
    ]
    return [unescape(found.group(1)) for found in typed if found is not None]


def _text(content: object) -> str:
    """Return the text of a message, which Gradio gives back as a list of blocks."""
    blocks = content if isinstance(content, list) else [content]
    texts = [block.get("text") if isinstance(block, dict) else block for block in blocks]
    return "".join(text for text in texts if isinstance(text, str))
