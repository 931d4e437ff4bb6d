import pytest

from qa.query.slips import slip_price


@pytest.mark.parametrize(
    ("likelier", "rarer"),
    [
        # (meant, typed): letters swapped, doubled or left out are commoner than others put in.
        (("garden", "graden"), ("gladen", "graden")),
        (("address", "adress"), ("dress", "adress")),
        (("tablet", "tabblet"), ("tablet", "tabrlet")),
        (("receive", "receeve"), ("receive", "receite")),
        (("comes", "cmes"), ("omes", "mes")),
    ],
)
def test_some_slips_are_commoner_than_others(
    likelier: tuple[str, str], rarer: tuple[str, str]
) -> None:
    assert slip_price(*likelier) < slip_price(*rarer)


@pytest.mark.parametrize(
    ("meant", "typed", "kind"),
    [
        ("bank", "banck", "bank banek"),
        ("hepatitis", "hepatitus", "hepatites hepatitis"),
        ("metal", "meatl", "heart haert"),
        ("tanning", "taning", "running runing"),
        ("lawyers", "lawers", "lawyer lawye"),
    ],
)
def test_slips_of_one_kind_cost_the_same(meant: str, typed: str, kind: str) -> None:
    assert slip_price(meant, typed) == slip_price(*kind.split())


def test_a_slip_at_the_first_letter_costs_more() -> None:
    assert slip_price("pain", "ain") > slip_price("pain", "pan")
