"""Which language a question is in: told where it is plain, and never of English with odd words."""

import gzip
import json
from collections.abc import Iterator

import pytest

from qa.conversation.spoken import spoken_in
from tests.public_sets import PUBLIC, needs_public_sets

ASKED = {
    "es": (
        "¿Qué es la esclerosis múltiple?",
        "que es la esclerosis multiple",
        "dolor de cabeza",
        "me duele el pecho",
        "tengo fiebre que hago",
        "efectos secundarios de la inmunoterapia",
        "¿Puedo tomar ibuprofeno si estoy embarazada?",
        "es contagiosa",
        "QUE ES LA ESCLEROSIS?",
    ),
    "fr": (
        "Qu'est-ce que la sclérose en plaques ?",
        "quels sont les effets secondaires",
        "est-ce que je peux faire du sport",
        "J'ai mal à la tête",
    ),
    "de": (
        "Was ist Multiple Sklerose?",
        "Welche Nebenwirkungen hat die Immuntherapie?",
        "Ist das ansteckend?",
        "ich habe kopfschmerzen",
        "Behandlung für MS",
    ),
    "pl": (
        "Co to jest stwardnienie rozsiane?",
        "jakie sa objawy",
        "boli mnie głowa",
        "Czy mogę ćwiczyć?",
    ),
    "ar": ("ما هو التصلب المتعدد؟", "هل MS معدي؟"),
    "en": ("what is car-t", "does physical therapy help", "is it safe to fly with de Quervain"),
}
# English, or nobody's language, with words that stand in the lists of others.
OF_NO_OTHER = (
    "de Quervain tenosynovitis",
    "von Willebrand",
    "La Crosse encephalitis",
    "Los Angeles clinic",
    "cri du chat",
    "cafe au lait spots",
    "Guillain-Barré",
    "Ménière disease",
    "Sjögren",
    "El Paso de la Cruz",
    "ocrelizumab natalizumab",
    "que es",
    "whta is imunotherapy",
    "die",
    "er",
    "MS",
    "¿",
    "",
)


@pytest.mark.parametrize(
    ("language", "question"), [(name, asked) for name, all_ in ASKED.items() for asked in all_]
)
def test_a_language_that_is_plain_is_told(language: str, question: str) -> None:
    assert spoken_in(question) == language


@pytest.mark.parametrize("question", OF_NO_OTHER)
def test_a_name_or_a_slip_is_no_other_language(question: str) -> None:
    assert spoken_in(question) in (None, "en")


def public_questions() -> Iterator[str]:
    """Yield the English questions of four public sets: with slips, on medicines, on anything."""
    named = {
        "dl_typo/pairs.jsonl": ("typo", "correct"),
        "covid_faq/question_pairs.jsonl": ("question_1", "question_2"),
        "medquad/corpus.jsonl.gz": ("title",),
        "clinc150/utterances.jsonl": ("text",),
    }
    for name, fields in named.items():
        file = PUBLIC / name
        text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for line in text.decode("utf-8").splitlines():
            yield from (json.loads(line)[field] for field in fields)


@needs_public_sets
def test_no_english_question_of_the_public_sets_is_taken_for_another_language() -> None:
    alarms = [q for q in set(public_questions()) if spoken_in(q) not in (None, "en")]
    assert alarms == []
