from collections.abc import Callable, Iterable

import pytest

from index import Analyzer, English, EnglishPairs
from qa.query.glossary import Glossary, bundled_groups
from qa.query.lexicon import Lexicon
from qa.query.spelling import Repair, Speller
from qa.query.word_list import DRUGS as DRUGS_FILE
from qa.query.word_list import MEDICINE, WordList

DRUGS = [
    "alemtuzumab",
    "amitriptyline",
    "amlodipine",
    "atenolol",
    "atorvastatin",
    "azathioprine",
    "baclofen",
    "carbamazepine",
    "cetirizine",
    "chlorpromazine",
    "chlorpropamide",
    "cladribine",
    "clonazepam",
    "clonidine",
    "clozapine",
    "cyclosporine",
    "cyclophosphamide",
    "dalfampridine",
    "daunorubicin",
    "diroximel",
    "doxorubicin",
    "duloxetine",
    "fampridine",
    "fingolimod",
    "fluoxetine",
    "gabapentin",
    "glatiramer",
    "hydralazine",
    "hydroxyzine",
    "idarubicin",
    "infliximab",
    "interferon",
    "ketamine",
    "ketorolac",
    "lamivudine",
    "lamotrigine",
    "lorazepam",
    "alprazolam",
    "methotrexate",
    "methylprednisolone",
    "metformin",
    "metronidazole",
    "mitoxantrone",
    "natalizumab",
    "nicardipine",
    "nifedipine",
    "ocrelizumab",
    "ofatumumab",
    "omalizumab",
    "ozanimod",
    "paroxetine",
    "peginterferon",
    "ponesimod",
    "prednisolone",
    "prednisone",
    "pregabalin",
    "propranolol",
    "rituximab",
    "ropinirole",
    "sertraline",
    "simvastatin",
    "siponimod",
    "sulfadiazine",
    "sulfasalazine",
    "sumatriptan",
    "teriflunomide",
    "leflunomide",
    "tizanidine",
    "tramadol",
    "trastuzumab",
    "ublituximab",
    "valacyclovir",
    "valganciclovir",
    "vinblastine",
    "vincristine",
    "zolmitriptan",
]


MakeSpeller = Callable[[Iterable[str]], Speller]


@pytest.fixture(scope="module")
def speller() -> MakeSpeller:
    """Return a function that makes a speller for pages of just these words."""
    english, glossary = English(Analyzer()), Glossary(bundled_groups(), Analyzer())
    drugs, medicine, pairs = WordList(DRUGS_FILE), WordList(MEDICINE), EnglishPairs()

    def make(words: Iterable[str]) -> Speller:
        vocabulary = dict.fromkeys(words, 1)
        return Speller(Lexicon(vocabulary, english, drugs, medicine, glossary), pairs)

    return make


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("imunotherapy side efects", "immunotherapy side effects"),
        ("What is ocrelizumb?", "What is ocrelizumab?"),
        ("accupuncture", "acupuncture"),
        ("IMUNOTHERAPY", "immunotherapy"),
    ],
)
def test_a_typing_error_is_read_as_the_word_of_the_pages(
    typed: str, read: str, speller: MakeSpeller
) -> None:
    pages = speller(["immunotherapy", "effects", "ocrelizumab", "acupuncture"])
    assert pages.repair(typed)[0] == read


def test_the_repair_says_what_was_typed_and_what_was_read(speller: MakeSpeller) -> None:
    pages = speller(["immunotherapy"])
    assert pages.repair("Imunotherapy?")[1] == (Repair("Imunotherapy", "immunotherapy"),)


@pytest.mark.parametrize("text", ["carp", "what ms does", "DMTs", "relapsing", "MRI 3T", "œdema"])
def test_a_word_that_is_a_word_stays(text: str, speller: MakeSpeller) -> None:
    pages = speller(["cart", "relapse", "relaxing", "dots", "edges"])
    assert pages.repair(text)[:2] == (text, ())


def test_a_typing_error_of_a_commoner_word_is_left_alone(speller: MakeSpeller) -> None:
    assert speller(["layers", "grade"]).repair("lawers in the graden")[1] == ()


def test_of_two_words_the_likest_is_meant(speller: MakeSpeller) -> None:
    assert speller(["manage", "massage"]).repair("masage")[0] == "massage"


@pytest.mark.parametrize(
    ("typed", "others", "read"),
    [
        ("bussiness", ["fussiness", "business"], "business"),
        ("graden", ["grades", "garden"], "garden"),
        ("recieve", ["relieve", "receive"], "receive"),
        ("hospitle", ["hospice", "hospital"], "hospital"),
        ("adress", ["dress", "address"], "address"),
    ],
)
def test_of_two_words_the_one_whose_slip_is_commoner_is_meant(
    typed: str, others: list[str], read: str, speller: MakeSpeller
) -> None:
    assert speller(others).repair(typed)[0] == read


def test_no_drug_is_read_as_another(speller: MakeSpeller) -> None:
    wrong = [
        (typed, other)
        for other in DRUGS
        for pages in [speller([other])]
        for typed in DRUGS
        if typed != other and pages.repair(typed)[1]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    ["RUNX", "RUNX1", "DUSP", "OmpF", "hDLE", "BERs", "aPKCz", "vCOV", "runx1", "CITA", "McDonld"],
)
def test_a_code_or_an_abbreviation_is_no_typing_error(code: str, speller: MakeSpeller) -> None:
    pages = speller(["runs", "dust", "ompj", "hdlc", "bears", "apkc", "ncov", "city", "mcdonald"])
    assert pages.repair(f"does {code} bind?")[1] == ()


def test_in_a_question_all_in_capitals_short_words_are_words(speller: MakeSpeller) -> None:
    pages = speller(["immune"])
    assert pages.repair("WHAT IS THE IMUNE SYSTEM")[0] == "WHAT IS THE immune SYSTEM"
    assert pages.repair("what is IMUNE")[1] == ()


@pytest.mark.parametrize(
    ("drug", "word"),
    [
        ("Abilify", "ability"),
        ("aleve", "alive"),
        ("Ambien", "ambient"),
        ("augmentin", "augmenting"),
        ("concor", "concord"),
        ("keflex", "reflex"),
        ("lantus", "lants"),
        ("Lasix", "lasik"),
        ("lyrica", "lyrics"),
        ("plegridy", "pleurisy"),
        ("singulair", "singular"),
        ("vumerity", "verity"),
    ],
)
def test_no_brand_is_read_as_a_word_of_the_pages(
    drug: str, word: str, speller: MakeSpeller
) -> None:
    assert speller([word]).repair(f"what is {drug} for?")[1] == ()


def test_a_misspelt_brand_is_read_as_the_brand_of_the_pages(speller: MakeSpeller) -> None:
    assert speller(["zyrtec", "ability"]).repair("is zytec safe?")[0] == "is zyrtec safe?"
