"""No change alters a reply to the article's questions without a reviewer seeing it."""

from difflib import unified_diff

from qa.pipeline import Assistant
from tests.golden import REVIEWED, lines


def test_the_article_is_answered_as_reviewed(assistant: Assistant) -> None:
    reviewed = REVIEWED.read_text(encoding="utf-8").splitlines()
    changed = list(unified_diff(reviewed, list(lines(assistant)), "reviewed", "now", n=0))
    assert not changed, "if they are meant: python -m tests.golden --write\n" + "\n".join(changed)
