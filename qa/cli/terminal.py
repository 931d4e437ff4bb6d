"""A reply on a terminal: the quote with its highlight, then where it stands."""

from typing import assert_never

import click

from qa.messages import Messages
from qa.reply import Abstention, Answer, Citation, QuotedPassage, Referral, Reply


def render(reply: Reply, messages: Messages) -> str:
    """Return what a person reads; colours are left out if the output is not a terminal."""
    if reply.read_as is None:
        return _said(reply, messages)
    return f"{messages.text('answer_read_as')} {reply.read_as}\n\n{_said(reply, messages)}"


def _said(reply: Reply, messages: Messages) -> str:
    match reply:
        case Answer():
            match = messages.text(f"answer_{reply.match}_match")
            means = messages.text(f"answer_{reply.match}_means")
            quotes = [_passage(p, messages) for p in reply.passages]
            return "\n\n".join([f"{match}. {means}", *quotes])
        case Abstention():
            lines = [reply.message]
            lines += [f"  - {_place(c, messages)}" for c in reply.closest]
            return "\n".join(lines)
        case Referral():
            lines = [click.style(reply.message, bold=True)]
            lines += [f"  {c.label}: {c.value}" for c in reply.contacts]
            quotes = [_passage(p, messages) for p in reply.passages]
            return "\n\n".join(["\n".join(lines), *quotes])
        case _:
            assert_never(reply)


def _passage(passage: QuotedPassage, messages: Messages) -> str:
    lit = click.style(passage.highlighted, bold=True, underline=True)
    citation = passage.citation
    reviewed = citation.reviewed_on.isoformat() if citation.reviewed_on else None
    facts = [
        f"[{passage.rank}] {_place(citation, messages)}",
        f"    {messages.text('reviewed')}: {reviewed or messages.text('not_stated')}",
    ]
    if citation.review_overdue:
        facts.append("    " + click.style(messages.text("answer_overdue"), fg="yellow", bold=True))
    if citation.url:
        facts.append(f"    {citation.url}")
    return f"{passage.before}{lit}{passage.after}\n" + "\n".join(facts)


def _place(citation: Citation, messages: Messages) -> str:
    section = " > ".join(citation.section) or messages.text("summary")
    page = messages.text("answer_page", number=citation.page) if citation.page else ""
    return ", ".join(part for part in (citation.title, section, page) if part)
