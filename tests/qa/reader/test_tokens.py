from hypothesis import given, settings
from hypothesis import strategies as st

from qa.reader.bundled import bundled_tokenizer
from qa.reader.tokens import MAX_QUESTION_TOKENS, ReaderTokenizer

TOKENIZER = ReaderTokenizer(bundled_tokenizer(), 32)


def test_tokens_stand_where_their_letters_stand() -> None:
    text = "Ocrelizumab is given twice a year."
    (tokens,) = TOKENIZER.passages([("Multiple sclerosis > Drugs", text)])
    marked = tokens.within(text.index("twice"), text.index("twice") + 5)
    assert [text[a:b] for a, b in zip(tokens.starts[marked], tokens.ends[marked], strict=True)] == [
        "twice"
    ]


def test_the_context_is_read_and_is_no_evidence() -> None:
    (bare,) = TOKENIZER.passages([("", "It is given twice.")])
    (placed,) = TOKENIZER.passages([("Drugs", "It is given twice.")])
    assert len(placed.ids) == len(bare.ids) + 2
    assert (placed.starts >= 0).sum() == (bare.starts >= 0).sum()


def test_what_does_not_fit_is_cut_and_the_end_marked() -> None:
    (long,) = TOKENIZER.passages([("", "word " * 200)])
    (asked,) = TOKENIZER.questions(["why " * 200])
    (short,) = TOKENIZER.questions(["why"])
    assert len(long.ids) == len(long.starts) == len(long.ends) == 32
    assert len(asked) == MAX_QUESTION_TOKENS
    assert long.ids[-1] == asked[-1] == short[-1]


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4), st.text(max_size=150))
def test_no_token_leaves_its_passage(texts: list[str], context: str) -> None:
    for text, tokens in zip(texts, TOKENIZER.passages([(context, t) for t in texts]), strict=True):
        inside = tokens.starts >= 0
        assert (tokens.ends[inside] <= len(text)).all()
        assert (tokens.starts[inside] < tokens.ends[inside]).all()
