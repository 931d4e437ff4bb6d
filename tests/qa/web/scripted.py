"""An assistant that gives the replies a test asks for, over a real index."""

from collections.abc import Sequence
from dataclasses import fields, replace

from corpus import CitewellError
from index import Filter
from qa.pipeline import EVERYTHING, Assistant, Traced
from qa.reply import Answer, Contact, Referral, ReferralKind
from qa.web.holder import Holder

# Natural to read in a picture; what comes of them doesn't change with the fitted weights.
PARTIAL = "What have T cells got to do with it?"
CLOSEST = "Is immunotherapy safe?"
ADVICE = "Should I switch from ocrelizumab to CAR T-cell therapy?"
FAULT = "Why does this fail?"
CONTACTS = (
    Contact("Emergency services", "112", "tel:112"),
    Contact("Night line <b>", "0800 123 456", "javascript:alert(1)"),
)


class Scripted(Assistant):
    """Refers a question that names a kind of referral; answers the others as an assistant does."""

    def trace(
        self,
        question: str,
        k: int = 3,
        history: Sequence[str] = (),
        only: Filter = EVERYTHING,
        *,
        as_typed: bool = False,
    ) -> Traced:
        for kind in ReferralKind:
            if kind.value in question:
                return Traced(self._refer(question, kind))
        if question == FAULT:
            raise CitewellError("scripted")
        if question == PARTIAL:
            return Traced(self._halfway_sure(question))
        threshold = {CLOSEST: 1.0, ADVICE: 0.0}.get(question, self.threshold)
        speaking = replace(self, threshold=threshold)
        return Assistant.trace(speaking, question, k, history, only, as_typed=as_typed)

    def _halfway_sure(self, question: str) -> Answer:
        found = Assistant.trace(replace(self, threshold=0.0), question).reply
        assert isinstance(found, Answer)
        return replace(found, passages=tuple(replace(p, confidence=0.6) for p in found.passages))

    def _refer(self, question: str, kind: ReferralKind) -> Referral:
        passages = ()
        if kind is ReferralKind.PERSONAL_ADVICE:
            answer = Assistant.trace(self, "What is CAR T-cell therapy?").reply
            assert isinstance(answer, Answer)
            passages = answer.passages
        message = "Please talk to a person about this. <b>Now</b>"
        return Referral(question, None, self.index.version, kind, message, CONTACTS, passages)


def scripted_holder(real: Assistant) -> Holder:
    return Holder(Scripted(**{field.name: getattr(real, field.name) for field in fields(real)}))
