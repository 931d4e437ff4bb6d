import pytest

from qa.query.abbreviations import Abbreviations

GROUPS = [
    ("MS", "multiple sclerosis"),
    ("RRMS", "relapsing remitting multiple sclerosis", "relapsing MS"),
    ("NMO", "NMOSD", "neuromyelitis optica", "Devic disease"),
    ("heart disease", "cardiovascular disease", "CVD", "coronary artery disease", "CAD"),
    ("DMD", "disease-modifying therapy", "disease-modifying drug"),
    ("DMD", "Duchenne muscular dystrophy"),
    ("COVID", "COVID-19", "coronavirus disease"),
    ("whooping cough", "pertussis"),
]
SAID = {"multiple sclerosis": 20, "ms": 10, "cvd": 11}


def spelt_out(text: str, **otherwise: int) -> str:
    said = {**SAID, **{name.replace("_", " "): count for name, count in otherwise.items()}}
    count = 20 if not otherwise else 0
    return Abbreviations(GROUPS).spelt_out(
        text, lambda words: said.get(" ".join(words), count if len(words) > 1 else 0)
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("What is MS?", "What is multiple sclerosis?"),
        ("is ms catching", "is multiple sclerosis catching"),
        ("RRMS, NMO", "relapsing remitting multiple sclerosis, neuromyelitis optica"),
        # Its initials, though the letters stand in "cardiovascular disease" too.
        ("CAD", "coronary artery disease"),
        # The pages say it short in more than half of the passages that say it at all.
        ("CVD", "CVD"),
        ("How does COVID spread?", "How does COVID spread?"),
        ("whooping cough in teams", "whooping cough in teams"),
    ],
)
def test_an_abbreviation_is_written_in_full(text: str, read: str) -> None:
    assert spelt_out(text) == read


def test_what_the_pages_do_not_say_is_left_alone() -> None:
    assert spelt_out("What is MS?", multiple_sclerosis=19) == "What is MS?"
    assert spelt_out("What is NMO?", multiple_sclerosis=20) == "What is NMO?"


def test_one_that_means_two_things_is_told_by_the_pages() -> None:
    assert spelt_out("DMD") == "DMD"
    assert spelt_out("DMD", duchenne_muscular_dystrophy=1) == "Duchenne muscular dystrophy"
