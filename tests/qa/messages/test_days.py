"""Dates in words, in the order of those who read them."""

from datetime import date

import pytest

from qa.messages.days import region_of, written_out
from qa.settings import Settings

DAY = date(2024, 3, 18)


@pytest.mark.parametrize(
    ("language", "region", "written"),
    [
        ("en", None, "March 18, 2024"),
        ("en", "US", "March 18, 2024"),
        ("en", "GB", "18 March 2024"),
        ("en", "gb", "18 March 2024"),
        ("en", "IE", "18 March 2024"),
        ("en", "FR", "18 March 2024"),
        ("es", "US", "18 de marzo de 2024"),
        ("pl", "GB", "18 marca 2024"),
        ("de", "AT", "18. März 2024"),
        # An operator's own region, from the file with their contacts.
        ("en", "north shore", "March 18, 2024"),
        ("en", "../etc", "March 18, 2024"),
        ("en", "", "March 18, 2024"),
    ],
)
def test_a_date_is_in_the_order_of_its_region(
    language: str, region: str | None, written: str
) -> None:
    assert written_out(DAY, language, region) == written


@pytest.mark.parametrize(
    ("tag", "region", "found"),
    [
        ("en", None, None),
        ("en", "GB", "GB"),
        ("en-GB", None, "GB"),
        ("en_GB", "US", "GB"),
        ("de-Latn-AT", "GB", "AT"),
    ],
)
def test_the_tag_of_the_language_says_the_region_before_the_region_of_contacts(
    tag: str, region: str | None, found: str | None
) -> None:
    assert region_of(tag, region) == found
    assert Settings(language=tag, region=region).region_of_dates == found
