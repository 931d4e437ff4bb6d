"""Whom a referral names: neutral until an operator chooses, at most two, never invented."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from qa.errors import MessagesError
from qa.messages import load_contacts, load_messages
from qa.reply import ReferralKind

REGIONS = tomllib.loads(files("qa.messages").joinpath("contacts.toml").read_text("utf-8"))[
    "regions"
]
ENGLISH = load_messages("en")


def test_no_number_is_shown_before_an_operator_chooses_a_region() -> None:
    contacts = load_contacts(None)
    for kind in ReferralKind:
        for line in contacts.of(kind, ENGLISH):
            assert line.href is None
            assert not any(c.isdigit() for c in line.value)
    assert contacts.emergency(ENGLISH) == "your local emergency number"
    assert contacts.emergency(load_messages("de")) == "die örtliche Notrufnummer"


@pytest.mark.parametrize("region", sorted(set(REGIONS) - {"neutral"}))
def test_every_region_names_at_most_two_services_that_can_be_called(region: str) -> None:
    contacts = load_contacts(region)
    for kind in (ReferralKind.EMERGENCY, ReferralKind.CRISIS):
        lines = contacts.of(kind, ENGLISH)
        assert 1 <= len(lines) <= 2
        for line in lines:
            assert line.href == "tel:" + line.value.replace(" ", "")
    assert contacts.of(ReferralKind.PERSONAL_ADVICE, ENGLISH) == ()


def test_an_operator_adds_services_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "contacts.toml"
    own.write_text(
        """[regions.GB]
        emergency = [{ label = "999", value = "999", href = "tel:999" }]
        crisis = [{ label = "Samaritans", value = "116 123", href = "tel:116123" }]
        personal_advice = [
          { label = "Our nurses", value = "nurses@example.org", href = "mailto:nurses@example.org" }
        ]
        """,
        encoding="utf-8",
    )
    (line,) = load_contacts("GB", own).of(ReferralKind.PERSONAL_ADVICE, ENGLISH)
    assert (line.label, line.href) == ("Our nurses", "mailto:nurses@example.org")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[regions.GB]\nemergency = []\ncrisis = []\n", "emergency"),
        (
            '[regions.GB]\ncrisis = []\nemergency = [{label="a", value="b", href="js:x"}]\n',
            "href",
        ),
        ("regions = 3\n", "regions"),
        (
            "[regions.GB]\ncrisis = [{label='a', value='b'}]\n"
            "emergency = [{label=' ', value='b'}]\n",
            r"emergency\.0\.label",
        ),
        (
            "[regions.GB]\nemergency = [{label='a', value='b'}]\n"
            "crisis = [{label='a', value='@b'}]\n",
            "'@b' names no message",
        ),
        (
            "[regions.GB]\nemergency = [{label='a', value='b'}]\n"
            "crisis = [{label='a', value='@care_message_crisis'}]\n",
            "'@care_message_crisis' names no message that can stand alone",
        ),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    own = tmp_path / "contacts.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(MessagesError, match=named):
        load_contacts("GB", own)


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(MessagesError, match="no region 'XX'"):
        load_contacts("XX")
