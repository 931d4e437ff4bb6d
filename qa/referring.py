"""Which questions are sent to people, and what they are told: needs no index and no search."""

from dataclasses import dataclass, replace
from typing import Self

from qa.messages import Contacts, Messages
from qa.question import MOST_CHARACTERS, clean
from qa.reply import Referral, ReferralKind
from qa.routing import Routed, Router


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
        """Return the signpost for a crisis or an emergency, or None.

        For surfaces that have nothing else to answer with, because no index can be opened.
        """
        referral = self.refer(_cut(question))
        return referral if referral is not None and is_urgent(referral) else None

    def refer_by_rules(self, question: str) -> Referral | None:
        """Return the signpost where the rules alone see a crisis or an emergency, or None."""
        text = clean(_cut(question))
        return self._referral(text, self.router.route_urgent_by_rules(text))

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
    """Tell whether nothing may be shown but the signpost."""
    return referral.kind is not ReferralKind.PERSONAL_ADVICE


def _cut(question: str) -> str:
    # A text too long to be answered may still be a cry for help.
    return question[:MOST_CHARACTERS]
