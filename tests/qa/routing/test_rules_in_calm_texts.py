"""What rules for crises and emergencies leave alone, beside what is most like it and urgent.

The rules are tried by themselves: what they match, for crises, no fit may overrule.
"""

import pytest

from qa.routing import load_router


@pytest.mark.parametrize(
    "text",
    [
        "She said goodbye to me on platform two. What is MS?",
        "They waved and said goodbye to us all at the airport",
        "Goodbye to all those biscuits, what is sugar?",
        "Bye everyone, one more clinic before I retire!",
        "Our school blocks sites about suicide. What is prevention?",
        "The firewall at my office refuses pages on self harm",
        "He cut himself on our old sink. What is tetanus?",
        "My father cut himself on a rusty tin, does a jab help?",
        "My brother shot himself in the foot with that answer",
        "I burnt myself out at work and grow roses now",
        "I won't be here next week, off to the coast!",
        "I want to disappear to a quiet island",
        "I can't do this any more, the crossword is beyond me",
        "Nobody would notice if I wore odd socks",
        "The soap lies on the edge of the bath, what is eczema?",
        "My employer keeps my passport number on file",
        "My father used to hit things. He hit me, in the seventies",
        "Is blue light bad for my eyes?",
    ],
)
def test_a_calm_text_meets_no_urgent_rule(text: str) -> None:
    assert load_router(None).route_urgent_by_rules(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She said goodbye to everyone on the bridge", "crisis"),
        ("Goodbye to all of you", "crisis"),
        ("Goodbye to you all", "crisis"),
        ("Bye everyone, this is my last post", "crisis"),
        ("Our school blocks sites about suicide and I want to do it", "crisis"),
        ("My phone blocks pages on methods of suicide", "crisis"),
        ("He cut himself on our old sofa", "crisis"),
        ("My father cut himself on the wrist", "crisis"),
        ("My brother shot himself in the head", "crisis"),
        ("I burnt myself with the iron on purpose", "crisis"),
        ("I won't be here next week", "crisis"),
        ("I want to disappear for good", "crisis"),
        ("I can't do this any more, I am at the end", "crisis"),
        ("Nobody would notice if I died", "crisis"),
        ("no1 wud care if i dyed", "crisis"),
        ("Sitting on the edge of the roof", "crisis"),
        ("My employer keeps my passport", "crisis"),
        ("My father hits me", "crisis"),
        ("His face is blue", "emergency"),
    ],
)
def test_what_is_like_it_and_urgent_does(text: str, kind: str) -> None:
    routed = load_router(None).route_urgent_by_rules(text)
    assert routed is not None
    assert routed.kind == kind
