"""An assistant that gives the replies a test asks for, over a real index."""

from collections.abc import Sequence
from dataclasses import fields

from index import Filter
from qa.pipeline import EVERYTHING, Assistant
from qa.reply import Answer, Contact, Referral, ReferralKind, Reply
from qa.web.holder import Holder

CONTACTS = (
    Contact("Emergency services", "112", "tel:112"),
    Contact("Night line <b>", "0800 123 456", "javascript:alert(1)"),
)


class Scripted(Assistant):
    """Refers a question that names a kind of referral; answers the others as an assistant does."""

    def ask(
        self,
        question: str,
        k: int = 3,
        history: Sequence[str] = (),
        only: Filter = EVERYTHING,
        *,
        as_typed: bool = False,
    ) -> Reply:
        for kind in ReferralKind:
            if kind.value in question:
                return self._refer(question, kind)
        return Assistant.ask(self, question, k, history, only, as_typed=as_typed)

    def _refer(self, question: str, kind: ReferralKind) -> Referral:
        passages = ()
        if kind is ReferralKind.PERSONAL_ADVICE:
            answer = Assistant.ask(self, "What is CAR T-cell therapy?")
            assert isinstance(answer, Answer)
            passages = answer.passages
        message = "Please talk to a person about this. <b>Now</b>"
        return Referral(question, None, self.index.version, kind, message, CONTACTS, passages)


def scripted_holder(real: Assistant) -> Holder:
    return Holder(Scripted(**{field.name: getattr(real, field.name) for field in fields(real)}))
