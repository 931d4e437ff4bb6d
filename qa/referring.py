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
        referrals = (self.refer(part) for part in _ends(question))
        return next((found for found in referrals if found and is_urgent(found)), None)

    def refer_by_rules(self, question: str) -> Referral | None:
        """Return the signpost where the rules alone see a crisis or an emergency, or None."""
        texts = (clean(part) for part in _ends(question))
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
    """Tell whether nothing may be shown but the signpost."""
    return referral.kind is not ReferralKind.PERSONAL_ADVICE


def _ends(question: str) -> tuple[str, ...]:
    # A text too long to be answered may still be a cry for help: people begin or end with it.
    if len(question) <= MOST_CHARACTERS:
        return (question,)
    return question[:MOST_CHARACTERS], question[-MOST_CHARACTERS:]
