"""Which questions are sent to people, and what they are told: needs no index and no search."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from qa.messages import Contacts, Messages
from qa.question import MOST_CHARACTERS, clean
from qa.reply import Referral, ReferralKind
from qa.routing import Routed, Router

# By how many characters two parts of a long text overlap, so that no phrase is cut in two.
_OVERLAP = 200
# Of an even longer text, only this much of its beginning is read, and its end.
_MOST_READ = 100_000


@dataclass(frozen=True, slots=True)
class Referrer:
    """Refers a question to people, from its text alone."""

    router: Router
    messages: Messages
    contacts: Contacts

    def speaking(self, messages: Messages) -> Self:
        """Return the same with other fixed texts."""
        return replace(self, messages=messages)

    def refer(self, question: str) -> Referral | None:
        """Return the referral that `question` needs, without any passage, or None."""
        text = clean(question)
        return self._referral(text, self.router.route(text))

    def refer_urgently(self, question: str) -> Referral | None:
        """Return the signpost for a crisis or an emergency, or None, however long the text.

        For where there is nothing else to answer with. Of a text too long to be answered both
        ends are read as any question is, what lies between by the rules.
        """
        parts = list(readable_parts(question))
        if len(parts) > 1 and (by_rules := self.refer_by_rules(question)):
            return by_rules
        ends = dict.fromkeys((parts[0], parts[-1]))
        return next((found for found in map(self.refer, ends) if found and is_urgent(found)), None)

    def refer_by_rules(self, question: str) -> Referral | None:
        """Return the signpost where the rules alone see a crisis or an emergency, or None.

        A text too long to be answered is read part by part: it may still be a cry for help.
        """
        texts = (clean(part) for part in readable_parts(question))
        referrals = (self._referral(t, self.router.route_urgent_by_rules(t)) for t in texts)
        return next((found for found in referrals if found), None)

    def _referral(self, text: str, routed: Routed | None) -> Referral | None:
        if routed is None:
            return None
        kind = ReferralKind(routed.kind)
        return Referral(
            question=text,
            read_as=None,
            index_version=None,
            kind=kind,
            message=self._message(kind),
            contacts=self.contacts.of(kind, self.messages),
        )

    def _message(self, kind: ReferralKind) -> str:
        emergency = self.contacts.emergency(self.messages)
        return self.messages.text(f"care_message_{kind}", emergency=emergency)


def is_urgent(referral: Referral) -> bool:
    """Say whether nothing may be shown but the signpost."""
    return referral.kind is not ReferralKind.PERSONAL_ADVICE


def readable_parts(question: str) -> Iterator[str]:
    """Yield texts that are short enough to be read, which together are all of `question`."""
    beginning = question[:_MOST_READ]
    last = max(1, len(beginning) - _OVERLAP)
    for start in range(0, last, MOST_CHARACTERS - _OVERLAP):
        yield beginning[start : start + MOST_CHARACTERS]
    if len(question) > _MOST_READ:
        yield question[-MOST_CHARACTERS:]
