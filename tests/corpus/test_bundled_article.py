"""The bundled article holds its publisher's paragraphs, character for character."""

import hashlib

from corpus import Document, read_sources
from corpus.sources import BUNDLED

# The sha256 of each line of the publisher's text, in order: paragraphs and headings.
LINES = [
    "6923f825834e933ee00a7a5aa3463210005878b40429551e72de0e82d6f40e07",
    "3dddc194bdac0277ee6c8fc7a3cfee0138b0bcf9fbcc29170abfc7549bed5cf2",
    "7ba62ae9923561e61f84d062daa9f8ec4562cf5f4547789a8cdfa34d29092703",
    "69e960b2cd9548b5bbd9d48c9335cfad030d343a687a8966a8aa6c2fdc6e1548",
    "71eb9185e528ed9671c643e3eb3f1ba23d7d91ed2473382dab160ef6466b5d7a",
    "0c26894ff0ac9e227738aa105c17ab3d47bdaecea0dfc05aebefb0ecc301fe6c",
    "7ad3ea145e59a29515466d084053536d70da078fd1b76e2890018584f05eef56",
    "15bbb81cb478fa9d25d0c8a261583e0092b70628ba8e910ed1b7fa71237c4e9d",
    "043fa312a01e39fbf6ca5567e0d0259d30ccfbeaa5cebbdc93652b579acf8036",
    "8ff3164431d928fb03ef007fa79b9b5fcca5ecbd675f575f5ea4b0fcada17434",
    "1334dc1fd800631d63d13d207ff9d60d4b2f7515a68fca5a7f2a1904d85b5edc",
    "15e4fda128e7fd1c1ccb0cde25b4832d99482008fc00ff083444dcd6136de3f6",
    "fc02345fafb0df0fc36f138b6065375807bfa08bc4444009193b3cced50e86eb",
    "012b22a9ed56b2f45fc8070130131d76f6b303472c5297789d47b382b902175a",
    "cdfa5dcece3b99b538945bb6f2ff6e874319fc8180a8879813c0a91b37e2070b",
    "88c2358644b8230bd27a9cd40cd8c7b5667312e5e29cdd8e1d39349a8af14efc",
    "9e33eecd3fb4979a68210279d37e201379846475876f82b02bd187895b19989a",
    "caf85b0888d78f1f83771a07b25c3d30fa1210242f2fae6e5ae5d9a686602800",
    "5f8cf99a02a67ff8bc85a9d610e900f66261e8ab26e025b3e226d1e7b4a0f8a9",
]


def article() -> Document:
    (document,) = read_sources([BUNDLED])
    return document


def test_the_text_is_the_publishers_paragraphs_and_headings() -> None:
    lines = [line for line in article().text.split("\n") if line]
    assert [hashlib.sha256(line.encode()).hexdigest() for line in lines] == LINES


def test_the_first_paragraph_is_the_summary_and_every_other_has_its_heading() -> None:
    sections = article().sections
    assert [section.path for section in sections] == [
        (),
        ("Understanding Immune Therapy for Multiple Sclerosis",),
        ("Goals of Immunotherapy in MS Management",),
        ("Current Immunotherapy Strategies",),
        ("Emerging Therapies and Approaches",),
        ("Supporting Treatments and Disease-Modifying Therapies",),
        ("Physical and Alternative Therapies",),
        ("Challenges and Future Prospects",),
        ("Why You Should Learn More About MS Immunotherapy Today",),
        ("Sources",),
    ]
    assert all(section.body for section in sections)


def test_what_the_article_does_not_state_is_absent() -> None:
    document = article()
    assert document.title == "Immune therapy for multiple sclerosis"
    assert document.language == "en"
    assert document.sources == ("Immunotherapy Approaches for Multiple Sclerosis",)
    stated_nowhere = (document.url, document.publisher, document.licence, document.published_on)
    assert stated_nowhere == (None, None, None, None)
    assert (document.reviewed_on, document.review_due_on, document.retrieved_on) == (None,) * 3
    assert document.authors == ()
