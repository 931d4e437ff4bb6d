"""The bundled article, asked through the real encoder: every section can be reached."""

from dataclasses import dataclass, replace

import pytest

from corpus import Passage, Span
from index import OpenIndex
from qa.citing import cite
from qa.errors import QuestionTooLongError, UnverifiedQuoteError
from qa.pipeline import Assistant
from qa.ranking import Hit
from qa.reply import Abstention, Answer, Reason
from tests.conftest import TODAY

NATURAL_QUESTIONS = {
    "What does immune therapy for MS seek to address?": (),
    "What kind of disease is multiple sclerosis?": (
        "Understanding Immune Therapy for Multiple Sclerosis",
    ),
    "What are the goals of immunotherapy in MS?": ("Goals of Immunotherapy in MS Management",),
    "How do immune checkpoint-based therapies work?": ("Current Immunotherapy Strategies",),
    "What is CAR T-cell therapy?": ("Emerging Therapies and Approaches",),
    "Which disease-modifying treatments does the Brigham center offer?": (
        "Supporting Treatments and Disease-Modifying Therapies",
    ),
    "Can acupuncture or massage help?": ("Physical and Alternative Therapies",),
    "Do current immunotherapies have side effects?": ("Challenges and Future Prospects",),
    "Why should I learn more about MS immunotherapy today?": (
        "Why You Should Learn More About MS Immunotherapy Today",
    ),
}


@dataclass
class MadeRanker:
    """Finds the first passages of the index in their order, each with a made confidence."""

    confidences: tuple[float, ...]
    twin: bool = False

    def rank(self, index: OpenIndex, *_: object) -> list[Hit]:
        rows = [0 if self.twin else row for row in range(len(self.confidences))]
        passages = [index.passage(row) for row in rows]
        return [
            Hit(passage, rank, 1.0 / rank, "made", confidence, passage.span, {}, {})
            for rank, (passage, confidence) in enumerate(
                zip(passages, self.confidences, strict=True), start=1
            )
        ]


def test_what_hardly_answers_is_not_quoted_beside_what_does(assistant: Assistant) -> None:
    asked = replace(assistant, ranker=MadeRanker((0.9, 0.23, 0.5)))
    reply = asked.ask("What stands beside the answer?")
    assert isinstance(reply, Answer)
    assert [passage.confidence for passage in reply.passages] == [0.9, 0.5]
    assert [passage.rank for passage in reply.passages] == [1, 2]
    lenient = replace(asked, threshold=0.2).ask("What stands beside the answer?")
    assert isinstance(lenient, Answer)
    assert [passage.confidence for passage in lenient.passages] == [0.9, 0.23, 0.5]


def test_beside_what_staff_pinned_weak_passages_are_not_quoted(assistant: Assistant) -> None:
    asked = replace(assistant, ranker=MadeRanker((0.23, 0.6, 0.12)))
    reply = asked.ask("What is CAR T-cell therapy?")
    assert isinstance(reply, Answer)
    assert [passage.confidence for passage in reply.passages] == [1.0, 0.6]


def test_the_same_words_are_not_quoted_twice(assistant: Assistant) -> None:
    ranker = MadeRanker((0.9, 0.9, 0.8), twin=True)
    reply = replace(assistant, ranker=ranker).ask("What stands beside the answer?")
    assert isinstance(reply, Answer)
    assert len(reply.passages) == 1


@pytest.mark.parametrize(("twin", "places"), [(False, 3), (True, 1)])
def test_one_section_is_named_once_among_what_comes_closest(
    assistant: Assistant, places: int, *, twin: bool
) -> None:
    ranker = MadeRanker((0.3, 0.3, 0.2), twin=twin)
    reply = replace(assistant, ranker=ranker).ask("What stands beside the answer?")
    assert isinstance(reply, Abstention)
    assert len(reply.closest) == len({c.section for c in reply.closest}) == places


@pytest.mark.parametrize(("question", "section"), NATURAL_QUESTIONS.items())
def test_every_section_answers_a_natural_question(
    assistant: Assistant, question: str, section: tuple[str, ...]
) -> None:
    reply = assistant.ask(question)
    assert isinstance(reply, Answer)
    assert reply.passages[0].citation.section == section


def test_the_sources_answer_a_question_for_them(assistant: Assistant) -> None:
    reply = assistant.ask("What are the sources of this article?")
    assert isinstance(reply, Answer)
    assert reply.passages[0].citation.section == ("Sources",)


def test_the_sources_are_found_first_by_a_question_for_them(assistant: Assistant) -> None:
    hits = assistant.search("What are the sources of this article?", 1)
    assert hits[0].passage.section == ("Sources",)


def test_a_quote_is_what_its_citation_points_at(assistant: Assistant) -> None:
    reply = assistant.ask("What is CAR T-cell therapy?")
    assert isinstance(reply, Answer)
    for rank, passage in enumerate(reply.passages, start=1):
        document = assistant.index.document(passage.citation.document_id)
        assert document is not None
        assert passage.rank == rank
        assert passage.citation.span.of(document.text) == passage.quote
        assert passage.citation.url is None
        assert passage.citation.reviewed_on is None
    confidences = [passage.confidence for passage in reply.passages]
    assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize(
    "question",
    ["What is the weather in Paris?", "Who won the football cup?", "How do I bake bread?"],
)
def test_a_question_from_elsewhere_gets_no_quote(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)
    assert isinstance(reply, Abstention)
    assert (reply.reason, reply.message) == (
        Reason.NOT_IN_CORPUS,
        assistant.messages.text("abstain_not_in_corpus"),
    )


@pytest.mark.parametrize("question", ["", "   \n", "?!…", "🙂🙂", "\x00\x01"])
def test_wordless_input_is_unclear(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.UNCLEAR
    assert assistant.search(question, 3) == []


def test_a_question_of_2000_characters_is_the_longest(assistant: Assistant) -> None:
    assert assistant.ask("therapy " * 250)
    with pytest.raises(QuestionTooLongError):
        assistant.ask("therapy " * 250 + "x")


def test_a_passage_that_is_not_in_its_document_is_never_cited(assistant: Assistant) -> None:
    passage = assistant.index.passage(0)
    forged = replace(passage, text="x" * len(passage.text))
    stray = Passage("nowhere", Span(0, 1), "x", (), (Span(0, 1),))
    for bad in (forged, stray):
        with pytest.raises(UnverifiedQuoteError, match="rebuild"):
            cite(assistant.index, bad, TODAY)


def test_search_lists_every_passage_once_best_first(assistant: Assistant) -> None:
    hits = assistant.search("CAR T-cell therapy", 1000)
    assert len({hit.passage.id for hit in hits}) == len(assistant.index) == len(hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("earlier", ["How do I bake sourdough bread?", "What is ibuprofen?"])
def test_what_the_pages_hold_nothing_on_does_not_stand_in_the_way(
    assistant: Assistant, earlier: str
) -> None:
    assert isinstance(assistant.ask(earlier), Abstention)
    reply = assistant.ask("Does physical therapy help?", history=[earlier])
    assert isinstance(reply, Answer)
    assert reply.read_as is None
    # Of the pages but not answered by them: the next question may still be about it.
    earlier = "can I drive while taking ocrelizumab"
    assert not isinstance(assistant.ask(earlier), Answer)
    reply = assistant.ask("Does physical therapy help?", history=[earlier])
    assert reply.read_as == "Does physical therapy help (ocrelizumab, drive)?"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ｗｈａｔ ｉｓ ｍｓ", "what is ms"),
        ("𝐖𝐡𝐚𝐭 𝐢𝐬 𝐨𝐜𝐫𝐞𝐥𝐢𝐳𝐮𝐦𝐚𝐛?", "What is ocrelizumab?"),
        ("What is ocrelizumab™?", "What is ocrelizumab?"),
        (
            "What are the bene\N{LATIN SMALL LIGATURE FI}ts of massage?",
            "What are the benefits of massage?",
        ),
    ],
)
def test_letters_of_another_form_are_read_alike(
    assistant: Assistant, typed: str, plain: str
) -> None:
    reply, expected = assistant.ask(typed), assistant.ask(plain)
    # It is read otherwise by nobody, so nothing is said of it; and it is shown as it was typed.
    assert (reply.question, reply.read_as) == (typed, None)
    assert isinstance(reply, Answer)
    assert replace(reply, question=plain) == expected
    found = [assistant.search(text, 3) for text in (typed, plain)]
    assert found[0] == found[1]
    follow_up = [assistant.ask("is it new?", history=[text]) for text in (typed, plain)]
    assert follow_up[0] == follow_up[1]


@pytest.mark.parametrize("keys", ["asdfghjkl", "sdfghjkl dfgdfgdfg?", "ａｓｄｆｇｈｊｋｌ"])
def test_keys_pressed_at_random_are_no_question(assistant: Assistant, keys: str) -> None:
    reply = assistant.ask(keys)
    assert isinstance(reply, Abstention)
    assert (reply.reason, reply.closest) == (Reason.UNCLEAR, ())
    # A name may be as odd: what the pages hold, or what stands beside words, is searched for.
    for asked in ("ocrelizumab", f"{keys} what is ms"):
        found = assistant.ask(asked)
        assert not isinstance(found, Abstention) or found.reason is Reason.NOT_IN_CORPUS
