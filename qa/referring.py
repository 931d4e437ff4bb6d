"""Which questions are sent to people, and what they are told: needs no index and no search."""

from dataclasses import dataclass

from qa.messages import Contacts, Messages
from qa.question import clean
from qa.reply import Referral, ReferralKind
from qa.routing import Router


@dataclass(frozen=True, slots=True)
class Referrer:
    """Refers a question to people, from its text alone."""

    router: Router
    messages: Messages
    contacts: Contacts

    def refer(self, question: str) -> Referral | None:
        """Return the referral that `question` needs, without any passage, or None."""
        text = clean(question)
        routed = self.router.route(text)
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

    def refer_urgently(self, question: str) -> Referral | None:
        """Return the signpost for a crisis or an emergency, or None.

        For surfaces that have nothing else to answer with, because no index can be opened.
        """
        referral = self.refer(question)
        return referral if referral is not None and is_urgent(referral) else None

    def _message(self, kind: ReferralKind) -> str:
        emergency = self.contacts.emergency(self.messages)
        return self.messages.text(f"care_message_{kind}", emergency=emergency)


def is_urgent(referral: Referral) -> bool:
    """Tell whether nothing may be shown but the signpost."""
    return referral.kind is not ReferralKind.PERSONAL_ADVICE
