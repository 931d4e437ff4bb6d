"""Pages as website generators keep them: read without a change, and drafts stay drafts."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Document, Finding, SourceError, read_sources
from corpus.document import Status
from corpus.facts import PageFacts
from corpus.generators import SILENT, TAKEN
from tests.corpus.strategies import write

DAY = date(2026, 5, 1)
PUBLISHED, CHANGED, REVIEWED = date(2024, 1, 14), date(2024, 3, 1), date(2025, 2, 3)
# As the quick start of each, or the theme that most of its sites use, has pages written.
HUGO = """+++
title = 'Fever'
date = 2024-01-14T07:07:07+01:00
draft = false
weight = 10
aliases = ['/old']
[menus.main]
parent = 'care'
[params]
reviewed_on = 2025-02-03
+++
"""
HUGO_YAML = """---
title: Fever
date: 2024-01-14
linkTitle: F
isCJKLanguage: false
lastmod: 2024-03-01
summary: Not quoted.
---
"""
JEKYLL = """---
layout: post
title:  Fever
date:   2024-01-14 10:00:00 +0100
categories: jekyll update
permalink: /fever/
last_modified_at: 2024-03-01
image: /a.png
toc: true
excerpt: Not quoted.
published: true
---
"""
JUST_THE_DOCS = """---
layout: default
title: Fever
nav_order: 2
parent: Care
has_children: false
nav_exclude: true
search_exclude: false
---
"""
DOCUSAURUS = """---
id: fever
title: Fever
sidebar_position: 2
sidebar_label: F
description: Not quoted.
slug: /fever
pagination_next: null
last_update:
  date: 2024-03-01
  author: A. Lee
---
"""
MATERIAL = """---
title: Fever
description: Not quoted.
icon: lucide/x
hide: [navigation, toc]
date:
  created: 2024-01-14
  updated: 2024-03-01
search:
  boost: 2
---
"""
ELEVENTY = """---
layout: base.njk
title: Fever
tags: post
date: 2024-01-14
eleventyNavigation:
  key: Fever
  order: 1
permalink: /fever/
---
"""


def read(folder: Path, front: str, fence: str = "---") -> tuple[Document, list[str]]:
    path = write(folder, "page.md", f"{fence}\n{front}\n{fence}\n# T\n\nText.\n")
    findings: list[Finding] = []
    (document,) = read_sources([path], findings.append)
    return document, [finding.reason for finding in findings]


def refused(folder: Path, front: str) -> SourceError:
    with pytest.raises(SourceError) as raised:
        read_one(folder, front)
    return raised.value


def read_one(folder: Path, front: str) -> None:
    list(read_sources([write(folder, "page.md", f"---\n{front}\n---\n# T\n\nText.\n")]))


@pytest.mark.parametrize(
    ("front", "dates"),
    [
        (HUGO, (PUBLISHED, None, REVIEWED)),
        # When a page was changed says nothing of a review.
        (HUGO_YAML, (PUBLISHED, CHANGED, None)),
        (JEKYLL, (PUBLISHED, CHANGED, None)),
        (JUST_THE_DOCS, (None, None, None)),
        (DOCUSAURUS, (None, CHANGED, None)),
        (MATERIAL, (PUBLISHED, CHANGED, None)),
        (ELEVENTY, (PUBLISHED, None, None)),
    ],
)
def test_a_page_as_its_generator_has_it_is_read(
    tmp_path: Path, front: str, dates: tuple[date | None, ...]
) -> None:
    (page,) = read_sources([write(tmp_path, "page.md", f"{front}\nDrink water.\n")])
    assert (page.title, page.text, page.answers_on(DAY)) == ("Fever", "Drink water.", True)
    assert (page.published_on, page.modified_on, page.reviewed_on) == dates


@pytest.mark.parametrize(
    "front",
    [
        "draft: true",
        "Draft: yes",
        "draft: 'True'",
        "published: false",
        "permalink: false",
        "unlisted: true",
        "headless: true",
        "search_exclude: true",
        "eleventyExcludeFromCollections: true",
        "search: {exclude: true}",
        "params: {draft: true}",
        "draft: true\nDraft: false",
        "draft: false\npublished: false",
        "publishDate: 2026-05-02",
        "pubdate: 2026-05-02T00:00:00Z",
        "published: 2026-05-02",
        "date: 2026-05-02",
        "date: 2020-01-01\npublishDate: 2026-05-02",
        "published: true\ndate: 2026-05-02",
        "expiryDate: 2026-05-01",
        "expirydate: 2026-05-01T23:00:00+02:00",
        "unpublishdate: 2020-01-01",
        "expiryDate: 0001-01-01",
    ],
)
def test_what_a_generator_keeps_back_never_answers(tmp_path: Path, front: str) -> None:
    document, _ = read(tmp_path, front)
    assert not document.answers_on(DAY)


@pytest.mark.parametrize(
    "front",
    [
        "draft: false",
        "draft:",
        "published: true",
        "published: 'true'",
        "permalink: /false/",
        "unlisted: 'false'",
        "search: {exclude: false}",
        "publishDate: 2026-05-01",
        "publishDate: ''",
        "date: 2026-06-01\npublishDate: 2026-05-01",
        "expiryDate: 2026-05-02",
        "expiryDate:",
        "status: published\ndraft: true",
        "published_on: 2020-01-01\npublishDate: 2027-01-01",
        "expires_on: 2030-01-01\nexpiryDate: 2020-01-01",
        "expires_on: 2030-01-01\nparams: {expires_on: 2020-01-01}",
    ],
)
def test_what_it_shows_answers_and_a_field_of_our_own_wins(tmp_path: Path, front: str) -> None:
    document, told = read(tmp_path, front)
    assert (document.answers_on(DAY), told) == (True, [])


def test_a_page_in_a_folder_of_drafts_is_one_unless_it_says_otherwise(tmp_path: Path) -> None:
    for name in ("_drafts/a", "care/_drafts/c", "_posts/_drafts"):
        write(tmp_path, f"{name}.md", "# T\n\nText.\n")
    write(tmp_path, "_drafts/b.md", "---\nstatus: published\n---\n# T\n\nText.\n")
    assert {d.id: d.status.value for d in read_sources([tmp_path])} == {
        "_drafts-a": "draft",
        "_drafts-b": "published",
        "care-_drafts-c": "draft",
        "_posts-_drafts": "published",
    }


def test_draft_and_expiry_are_told_apart_in_toml_too(tmp_path: Path) -> None:
    document, _ = read(tmp_path, "draft = true\nexpiryDate = 2026-05-02", "+++")
    assert (document.status, document.expires_on) == (Status.DRAFT, DAY)


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("draft: perhaps", "the field 'draft' is not usable: write true or false"),
        ("draft: [true]", "the field 'draft' is not usable"),
        ("search: {exclude: 1}", "the field 'search.exclude' is not usable"),
        ("expiryDate: next year", "the field 'expiryDate' is not usable: a date is written"),
        ("published: 'no'", "the field 'published' is not usable: a date is written"),
        ("publishDate: soon", "the field 'publishDate' is not usable: a date is written"),
        ("cascade: {draft: true}", "the field 'cascade' is not known"),
        ("build: {render: never}", "the field 'build' is not known"),
        ("eleventyComputed: {permalink: x}", "the field 'eleventyComputed' is not known"),
        ("redirect_to: /new", "the field 'redirect_to' is not known"),
        ("layout: post\nexpires_onn: 2020-01-01", "the field 'expires_onn' is not known"),
        ("params: {expires_onn: 2020-01-01}", "the field 'expires_onn' is not known"),
        ("date: {creatd: 2020-01-01}", "the field 'date.creatd' is not known"),
        ("ward: 7\nlayout: a\ncost: 9", "the fields 'ward', 'cost' are not known"),
    ],
)
def test_what_may_keep_a_page_back_is_never_passed_over(
    tmp_path: Path, front: str, found: str
) -> None:
    assert refused(tmp_path, front).found.startswith(found)


def test_a_slip_is_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    remedy = refused(tmp_path, "expires_onn: 2020-01-01").remedy
    assert remedy.startswith("did you mean `expires_on`? fix or remove it, or list it under `ig")


def test_other_fields_are_taken_for_what_they_mean(tmp_path: Path) -> None:
    front = "author: A. Lee\nlang: en_GB\ncanonical_url: https://a.example/t\nupdated: 2024-03-01"
    document, told = read(tmp_path, front)
    assert (document.authors, document.language) == (("A. Lee",), "en-GB")
    assert (document.url, document.modified_on) == ("https://a.example/t", date(2024, 3, 1))
    assert told == []
    document, _ = read(tmp_path, f"{front}\nauthors: [B. Roy]\nlanguage: de")
    assert (document.authors, document.language) == (("B. Roy",), "de")


@pytest.mark.parametrize(
    ("front", "changed"),
    [
        ("modified: 2024-03-01", CHANGED),
        ("last_update: 2024-03-01", CHANGED),
        ("modified: 2020-01-01\nlastmod: 2024-03-01", CHANGED),
        ("modified_on: 2024-03-01\nlastmod: 2025-01-01", CHANGED),
    ],
)
def test_the_day_of_the_last_change_has_many_names(
    tmp_path: Path, front: str, changed: date
) -> None:
    assert read(tmp_path, front)[0].modified_on == changed


def test_a_field_that_can_not_be_used_is_told_by_the_name_it_was_written_by(tmp_path: Path) -> None:
    document, told = read(tmp_path, "date: Last Modified\nauthor: {name: A. Lee}")
    assert (document.published_on, document.authors) == (None, ())
    assert [reason.partition(" is not usable")[0] for reason in told] == [
        "its `author` {'name': 'A. Lee'}",
        "its `date` 'Last Modified'",
    ]


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        ("+++\ntitle = Fever\n+++\nx", "not valid TOML (Invalid value", "every text stands in quo"),
        ("+++\ntitle = 'T'\n\nText.\n", "no line +++ closes it", "between the two `+++`"),
        ("+++\na = '" + "x" * 10_000 + "'\n+++\nx", "longer than 10000 characters", "fix"),
        ('{\n  "draft": true\n}\nText.\n', "neither YAML nor TOML", "as TOML between two `+++`"),
        ('---json\n{"draft": true}\n---\nText.\n', "neither YAML nor TOML", "write it as YAML"),
    ],
)
def test_front_matter_that_can_not_be_read_is_never_text(
    tmp_path: Path, text: str, found: str, remedy: str
) -> None:
    with pytest.raises(SourceError) as raised:
        list(read_sources([write(tmp_path, "page.md", text)]))
    assert found in raised.value.found
    assert remedy in raised.value.remedy


def test_braces_at_the_start_of_a_text_are_text(tmp_path: Path) -> None:
    (document,) = read_sources([write(tmp_path, "page.md", "{note} Drink water.\n")])
    assert document.text == "{note} Drink water."


def test_the_catalogue_names_fields_to_pass_over(tmp_path: Path) -> None:
    write(tmp_path, "a/page.md", "---\ncost_centre: 7\ndraft: true\n---\n# A\n\nText.\n")
    write(tmp_path, "b/page.md", "---\ncost_centre: 7\n---\n# B\n\nText.\n")
    write(tmp_path, "a/catalogue.toml", 'ignore_fields = ["cost_centre"]\n')
    findings: list[Finding] = []
    (document,) = read_sources([tmp_path], findings.append)
    assert (document.id, document.status) == ("a-page", Status.DRAFT)
    assert [(f.file.parent.name, f.reason) for f in findings] == [
        ("b", "the field 'cost_centre' is not known")
    ]


@pytest.mark.parametrize("name", ["expires_on", "status", "draft", "expiryDate", "Published"])
def test_no_catalogue_passes_over_what_says_something(tmp_path: Path, name: str) -> None:
    write(tmp_path, "page.md", "# A\n\nText.\n")
    write(tmp_path, "catalogue.toml", f'ignore_fields = ["{name}"]\n')
    with pytest.raises(SourceError, match=f"'ignore_fields' is not usable: '{name}' says someth"):
        list(read_sources([tmp_path]))


def test_a_list_in_the_wrong_place_is_told_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path, "page.md", "# A\n\nText.\n")
    write(tmp_path, "catalogue.toml", '[defaults]\nignore_fields = ["cost_centre"]\n')
    with pytest.raises(SourceError, match="`ignore_fields` stands above"):
        list(read_sources([tmp_path]))


def test_nothing_that_is_taken_is_also_passed_over() -> None:
    assert sorted(SILENT & TAKEN) == []
    assert set(PageFacts.model_fields) <= TAKEN
