from collections.abc import Callable, Iterable, Mapping

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


MakeSpeller = Callable[[Iterable[str] | Mapping[str, int]], Speller]


@pytest.fixture(scope="module")
def speller() -> MakeSpeller:
    """Return a function that makes a speller for pages of these words, once or as often as said."""
    english, glossary = English(Analyzer()), Glossary(bundled_groups(), Analyzer())
    drugs, medicine, pairs = WordList(DRUGS_FILE), WordList(MEDICINE), EnglishPairs()

    def make(words: Iterable[str] | Mapping[str, int]) -> Speller:
        vocabulary = words if isinstance(words, Mapping) else dict.fromkeys(words, 1)
        lexicon = Lexicon(vocabulary, english, drugs, medicine, glossary)
        return Speller(lexicon, pairs, Analyzer())

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


def test_what_a_typing_error_may_mean_elsewhere_is_guessed_and_not_read(
    speller: MakeSpeller,
) -> None:
    read = speller(["layers", "grade"]).repair("a goverment offical")
    assert (read.text, read.repairs) == ("a goverment offical", ())
    assert read.likely == "a government official"
    assert [(guess.typed, guess.read) for guess in read.guesses] == [
        ("goverment", "government"),
        ("offical", "official"),
    ]
    assert all(guess.probability > 0.9 for guess in read.guesses)


def test_a_word_of_one_page_in_thousands_may_be_a_slip_there_but_stays(
    speller: MakeSpeller,
) -> None:
    pages = dict.fromkeys(["anirida"], 1) | dict.fromkeys(["aniridia", "patients"], 10_000_000)
    read = speller(pages).repair("what is anirida")
    assert (read.text, read.likely) == ("what is anirida", "what is aniridia")


def test_what_is_short_for_two_words_stays(speller: MakeSpeller) -> None:
    assert speller(["head", "shed", "wave"]).repair("he'd asked, she'd, we've").likely == (
        "he'd asked, she'd, we've"
    )


@pytest.mark.parametrize("text", ["clonic seizures", "fecal matter", "the taxi", "zoster"])
def test_nothing_is_guessed_at_a_word_of_medicine_or_of_every_day(
    text: str, speller: MakeSpeller
) -> None:
    read = speller(["clinic", "focal", "taxa", "roster", "foster"]).repair(text)
    assert read == (text, (), text, ())


@pytest.mark.parametrize(
    ("word", "typed"),
    [("склероз", "склирос"), ("ανοσοθεραπεια", "ανοσωθεραπηια"), ("interferonβγ", "interferonαδ")],
)
def test_two_slips_in_letters_of_another_alphabet_fail_nobody(
    word: str, typed: str, speller: MakeSpeller
) -> None:
    assert speller([word]).repair(typed).text in {typed, word}


def test_two_words_run_together_are_parted(speller: MakeSpeller) -> None:
    read = speller(["heart", "attack"]).repair("what is a heartattack")
    assert read.text == "what is a heart attack"
    assert read.repairs == (Repair("heartattack", "heart attack"),)


def test_what_stands_beside_a_word_tells_what_it_means(speller: MakeSpeller) -> None:
    pages = speller(["white"])
    assert pages.repair("the whte house").likely == "the white house"
    assert pages.repair("crimial justice").likely == "criminal justice"


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("what is acid reflex", "what is acid reflux"),
        ("after a heat attack", "after a heart attack"),
        ("bowl movement", "bowel movement"),
        ("is loosing weight a sign", "is losing weight a sign"),
        ("fatty lever", "fatty liver"),
    ],
)
def test_a_word_that_nobody_meant_beside_these_is_guessed_at_and_stays(
    typed: str, likely: str, speller: MakeSpeller
) -> None:
    read = speller(["reflux", "heart", "bowel"]).repair(typed)
    assert (read.text, read.repairs, read.likely) == (typed, (), likely)
    assert all(guess.probability > 0.7 for guess in read.guesses)


@pytest.mark.parametrize(
    "text",
    [
        "how to treat heat rash",
        "reflex tests of the knee",
        "credit score rating",
        "an eye drop a day",
        "chronic condition",
        "what was the case about",
    ],
)
def test_a_word_is_meant_that_stands_beside_these_elsewhere(
    text: str, speller: MakeSpeller
) -> None:
    assert speller([]).repair(text) == (text, (), text, ())


def test_a_word_that_the_pages_say_oftener_is_meant(speller: MakeSpeller) -> None:
    typed = "what helps against hot flushes"
    assert speller(["flushes"]).repair(typed).guesses == ()
    assert speller(["flashes"]).repair(typed).likely == "what helps against hot flashes"


def test_a_brand_beside_any_word_is_meant(speller: MakeSpeller) -> None:
    assert speller([]).repair("aleve pain").guesses == ()


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
