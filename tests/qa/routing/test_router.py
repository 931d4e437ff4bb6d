"""The parts of routing: spelling, rules, the fitted decision, and what stands without it."""

import json
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from index import Encoder
from qa.routing import Router, load_router
from qa.routing.decision import LABELS, Decision, load_decision, load_decision_data, load_fitted
from qa.routing.fit import CALM, TOLD, read_labelled, read_told
from qa.routing.normalise import load_normaliser
from qa.routing.practical import Practical
from qa.routing.rules import load_rules

DATA = Path(str(files("qa.routing"))) / "data"
TUNING = Path(__file__).parents[2] / "questions" / "safety_tune.jsonl"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I CAN'T BREATHE!!!", "i cannot breathe!"),
        ("cant breeth", "cannot breath"),
        ("im haveing chset pain", "i am haveing chest pain"),
        ("kms", "kill myself"),
        ("Heeeelp", "help"),
        ("no puedo respirar", "no puedo respirar"),
        ("je n’ai plus", "je nai plus"),
        ("spelling and choosing", "spelling and choosing"),
        ("i w4nt to k1ll mys3lf", "i want to kill myself"),
        ("su1c1de, su*cide, $u!cide", "suicide, suicide, suicide"),
        ("K!ll me!", "kill me!"),
        ("k i l l  m y s e l f", "kill myself"),
        ("I w.a.n.t. t-o d-i-e", "i want. to die"),
        ("h3lp I c4nt br3athe", "help i cannot breathe"),
        ("is 4 mg of B12 for CD4 cells?", "is 4 mg of b12 for cd4 cells?"),
        ("H1N1, COVID-19, mRNA-1273", "h1n1, covid 19, mrna 1273"),
        ("IL-17A, 5-HT1A, p53, A1C, anti-CD20", "il 17a, 5 ht1a, p53, a1c, anti cd20"),
        ("i.v. or s.c., 2 x 5 ml a day", "i.v. or s.c., 2 x 5 ml a day"),
        ("grade 1 c d and T E C", "grade 1 c d and t e c"),
        ("b4 2nite", "before tonight"),
    ],
)
def test_how_a_text_is_read(typed: str, read: str) -> None:
    assert load_normaliser()(typed).replace("! !", "!").replace("!!!", "!") == read


def test_every_real_word_of_the_rules_survives_the_spelling() -> None:
    normalise = load_normaliser()
    for word in (*normalise.danger, *normalise.lookalikes):
        assert normalise(word) in {word, normalise.expansions.get(word)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I swallowed all my pills because I want to die", "crisis"),
        ("my mum has collapsed, should I give her the tablet?", "emergency"),
        ("my husband hits me. what is ms", "crisis"),
        ("My boss keeps my passport and hits me. what is ms", "crisis"),
        ("My partner won't let me leave the house. What does relapse mean?", "crisis"),
        ("my brother beats me at chess. what is ms", None),
        ("She always beats me to the bathroom. What is MS?", None),
        ("The agency took my papers and gave them back. What is MS?", None),
        ("should I stop my medication?", "personal_advice"),
        ("what is immune tolerance?", None),
        ("why do T cells kill themselves?", None),
        ("why do T cells die? I want to kill myself", "crisis"),
        ("I'm not suicidal, is depression a side effect?", None),
        ("Can I print this page?", None),
        ("ich bekomme keine Luft", "emergency"),
        ("no quiero vivir más", "crisis"),
        ("nie mogę oddychać", "emergency"),
        ("je veux mourir", "crisis"),
        ("لا أستطيع التنفس", "emergency"),
        ("mój brat mówi, że się zabije", "crisis"),
        ("mon père a la bouche de travers", "emergency"),
        ("se me está cerrando la garganta", "emergency"),
        ("mein Hals schwillt zu", "emergency"),
        ("لا أشعر بساقي منذ الصباح", "emergency"),
        ("Jaki jest odsetek samobójstw u chorych?", None),
        ("Wie hoch ist die Suizidrate bei MS?", None),
        ("¿puede la EM causar dolor en el pecho?", None),
        ("ambulance costs in the US", None),
        ("soll ich meine Tabletten absetzen?", "personal_advice"),
        ("dad passed out leaflets at the station", None),
        ("hay fever tablets non drowsy", None),
        ("my toddler put tablets in his mouth", "emergency"),
        ("my husband took his own life in 2010 and I want to understand depression in MS", None),
        ("I was suicidal ten years ago and it is back", "crisis"),
        ("je peux arrêter mon traitement ?", "personal_advice"),
        ("how do I purge after lunch?", "crisis"),
        ("which laxatives are good for weight loss?", "crisis"),
        ("how do I lose 3 kg in two days?", "crisis"),
        ("help me to exercise to exhaustion", "crisis"),
        ("wipe me off the face of the earth", "crisis"),
        ("does senna keep my kilos down?", "crisis"),
        ("can one fool the scales?", "crisis"),
        ("I had cake, how far must I run to punish myself for eating?", "crisis"),
        ("why is it dangerous to take laxatives for weight loss?", None),
        ("I take laxatives for my constipation and weigh 60 kilos", None),
        ("how does weight loss in a few days happen?", None),
        ("why did I lose 3 kg in two days", None),
        ("how do I purge the cache?", None),
        ("do you offer therapy here?", "personal_advice"),
        ("can you offer an overview of the therapy?", None),
        ("he hung himself a pair of curtains", None),
        ("she shot herself some fine pictures of the lake", None),
        ("he hung himself a week ago", "crisis"),
        ("he hung himself in the garage", "crisis"),
        ("cells are told to kill themselves", None),
        ("people here starve themselves, my friends kill themselves too", "crisis"),
        ("they say they will kill themselves", "crisis"),
        ("a lad said he would rather die than watch the match", None),
        ("my brother says he would rather die than go on like this", "crisis"),
        ("I'd rather die than live like this", "crisis"),
        ("my son swallowed a button when he was two", None),
        ("my son swallowed a button when he was on the sofa", "emergency"),
        ("she passed out when she was 2 minutes into the infusion", "emergency"),
        ("I survived a suicide attempt of mine ten years ago and I'm happy", None),
        ("I survived a suicide attempt of mine ten years ago and plan it again", "crisis"),
        ("I thought of suicide ten years ago and wish to again", "crisis"),
        ("Friday is my last day at work", None),
        ("Friday is my last day on earth", "crisis"),
        ("Friday is my last day in this world", "crisis"),
        ("the hens sat on the roof", None),
        ("Mum, he is sitting on the roof", "crisis"),
        ("Standing on the bridge", "crisis"),
        ("he cut himself shaving", None),
        ("I cut myself in the thumb", None),
        ("I cut myself in the arm", "crisis"),
        ("we laughed till we couldn't breathe", None),
        ("it was a shot in the arm", None),
        ("he was shot in the arm", "emergency"),
        ("", None),
        ("?!", None),
    ],
)
def test_the_most_urgent_kind_wins_even_without_an_encoder(text: str, kind: str | None) -> None:
    routed = load_router(None).route(text)
    assert (routed.kind if routed else None) == kind


class _Other:
    """Another encoder of the same size."""

    def encode_queries(self, queries: list[str]) -> np.ndarray:
        return np.eye(len(queries), 384, dtype=np.float32)

    def encode_by_depth(self, queries: list[str]) -> np.ndarray:
        return np.stack([self.encode_queries(queries)] * 2, axis=1)


class _Calm(Decision):
    """A fitted decision that finds everything harmless, texts with "truly" a little less so."""

    def probabilities(
        self,
        texts: Sequence[str],
        beside: Sequence[str] = (),  # noqa: ARG002
    ) -> list[dict[str, float]]:
        urgent = [0.1 if "truly" in text else 0.0 for text in texts]
        return [{**dict.fromkeys(LABELS, 0.0), "emergency": share} for share in urgent]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my inbox is choking", None),
        ("he is choking, truly", "emergency"),
        ("Two things. My inbox is choking on mail. What is MS?", None),
        ("I am here. He is truly choking on his steak. What is MS?", "emergency"),
        ("We ate steak with friends. He is choking.", "emergency"),
        ("I want to kill myself", "crisis"),
        ("how do schools teach about self-harm", None),
        ("how do schools teach about self-harm, truly", "crisis"),
        ("how do I self-harm in secret", "crisis"),
        ("no puedo respirar", "emergency"),
        ("was kann ich tun, ich will sterben", "crisis"),
    ],
)
def test_a_fit_overrules_rules_in_english_and_for_crises_only_where_nobody_is_meant(
    text: str, kind: str | None
) -> None:
    decision = _Calm(load_decision_data(), _Other(), load_fitted().examples)
    router = Router(load_normaliser(), load_rules(), Practical.load(), decision)
    routed = router.route(text)
    assert (routed.kind if routed else None) == kind


class _Numbered(_Calm):
    """A fitted decision that finds a text to be `label` as much as the last number in it says."""

    label = "personal_advice"

    def probabilities(
        self,
        texts: Sequence[str],
        beside: Sequence[str] = (),  # noqa: ARG002
    ) -> list[dict[str, float]]:
        shares = [int(re.findall(r"\d+", text)[-1]) / 100 for text in texts]
        return [{**dict.fromkeys(LABELS, 0.0), self.label: share} for share in shares]


class _Alarmed(_Numbered):
    """Finds a text of several sentences to be what follows "whole" in it."""

    label = "crisis"

    def probabilities(
        self,
        texts: Sequence[str],
        beside: Sequence[str] = (),  # noqa: ARG002
    ) -> list[dict[str, float]]:
        told = [re.sub(r".*\bwhole (\d+).*\. .*", r"\1", text) for text in texts]
        return super().probabilities(told)


@pytest.mark.parametrize(
    ("told", "urgent"),
    [
        ("Since 60 days I feel numb", True),
        ("Since 30 days I feel numb", False),
        # Danger is told in some sentence: a story that is alarming as a whole alone is like others,
        ("The whole 60 says 0. I am numb for 4 days.", False),
        ("The whole 60 says 0. I am numb for 30 days.", True),
        # and a sentence counts for more than the whole.
        ("The whole 30 says 0. I am numb for 60 days.", True),
        ("The whole 60 says 0. I am numb for 20 days.", False),
        ("The whole 30 says 0. I am numb for 40 days.", False),
        ("The whole 2 says 0. I am numb for 75 days.", False),
        ("The whole 2 says 0. I am numb for 95 days.", True),
        # So does one of a few words; punctuation alone is none.
        ("The whole 2 says 0. Numb 75.", False),
        ("The whole 2 says 0. Numb 95.", True),
        ("Since 60 days I feel numb . . ?", True),
        # Of a long story the sentences alone count, those of a few words when they leave no doubt.
        ("The whole 99 says 0. " + "I am numb for 45 days. " * 8, False),
        ("The whole 1 says 0. " + "I am numb for 60 days. " * 8, True),
        ("The whole 99 says 0. " + "I am numb for 3 days. " * 8 + "Numb 80.", False),
        ("The whole 1 says 0. " + "I am numb for 3 days. " * 8 + "Numb 95.", True),
    ],
)
def test_danger_is_seen_in_a_text_and_in_its_worst_sentence(told: str, urgent: bool) -> None:
    decision = _Alarmed(load_decision_data(), _Other(), load_fitted().examples)
    routed = Router(load_normaliser(), load_rules(), Practical.load(), decision).route(told)
    assert (routed is not None and routed.kind == "crisis") is urgent


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What becomes of my drug and me, 70?", True),
        ("What becomes of my drug and me, 50?", False),
        # One sentence of a story, of which the whole is sure of the contrary, or isn't.
        ("What becomes of my drug and me, 70? The bus was late, 2.", False),
        ("What becomes of my drug and me, 70? The bus was late, 20.", True),
        # A rule speaks for a question that wants it more than the whole does.
        ("Do I have it, 60? The bus was late, 20.", True),
        ("Do I have it, 60? The bus was late, 2.", False),
        # Who is spoken of, and of what, stands in another sentence than the question.
        ("What becomes of it all, 60? My drug was late, 95.", True),
        ("What becomes of it all, 60? My drug was late, 80.", False),
        ("Can you recommend a treatment, 0? My drug was late, 40.", True),
        ("Can you recommend a treatment, 0? My drug was late, 30.", False),
        ("Can you recommend a treatment, 0? The drug was late, 40.", False),
    ],
)
def test_advice_is_asked_for_in_a_question_and_by_whoever_the_story_is_about(
    text: str, wanted: bool
) -> None:
    decision = _Numbered(load_decision_data(), _Other(), load_fitted().examples)
    routed = Router(load_normaliser(), load_rules(), Practical.load(), decision).route(text)
    assert (routed.kind if routed else None) == ("personal_advice" if wanted else None)


def test_another_encoder_leaves_the_rules_alone() -> None:
    assert load_decision(_Other()) is None
    router = load_router(_Other())
    assert router.route("my chest hurts and I can't breathe") is not None


def test_the_weights_were_fitted_on_the_sentences_that_ship(encoder: Encoder) -> None:
    fitted = json.loads((DATA / "decision.json").read_text(encoding="utf-8"))
    labelled = [*read_labelled([DATA / "examples.jsonl", TUNING]), *read_told(TOLD)]
    assert fitted["sentences"] == len(labelled)
    assert {label for _, label in labelled} == {*LABELS, CALM}
    assert load_decision(encoder) is not None


def test_every_guard_and_word_that_a_rule_names_is_there() -> None:
    assert len({(rule.kind, rule.name) for rule in load_rules().rules}) == len(load_rules().rules)


@contextmanager
def processor_seconds(most: int) -> Iterator[None]:
    """Fail once the block has computed for so long, however busy the machine is."""

    def give_up(*_: object) -> None:
        pytest.fail(f"more than {most} s of computing")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_no_hostile_text_keeps_the_rules_busy() -> None:
    router: Router = load_router(None)
    texts = ("a " * 1000, "i " * 1000, "my " * 1000 + "?", "took " * 400, "cannot " * 280)
    # All of them together take a fifth of a second.
    with processor_seconds(5):
        routed = [router.route(t) for t in (*texts, "1 " * 1000, "*a1s " * 400, "i.k-" * 500)]
    assert routed == [None] * 8
