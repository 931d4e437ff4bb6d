"""A small sample of each public set: the fitted order holds up against either of its halves."""

import json
from pathlib import Path

import numpy as np
import pytest

from index import Encoder
from qa.ranking.fit.arithmetic import ndcg
from qa.ranking.fit.public_set import PublicSet, read_lines
from qa.ranking.order import Order
from tests.public_sets import PUBLIC

DOCUMENTS = 40
# What chance may take from the better half on so few questions.
TOLERANCE = 0.02


def sample(name: str, folder: Path) -> Path:
    """Write the set's first documents that a question leads to, and their questions."""
    lines = (PUBLIC / name / "qrels.tsv").read_text(encoding="utf-8").split("\n")
    head, *qrels = [line for line in lines if line]
    kept = list(dict.fromkeys(line.split("\t")[1] for line in qrels))[:DOCUMENTS]
    own = [line for line in qrels if line.split("\t")[1] in kept]
    asked = {line.split("\t")[0] for line in own}
    corpus = [row for row in read_lines(PUBLIC / name / "corpus.jsonl") if row["_id"] in kept]
    rows = {
        # Without their addresses, of which some are none ("n/a").
        "corpus.jsonl": [{key: row[key] for key in ("_id", "title", "text")} for row in corpus],
        "queries.jsonl": [
            r for r in read_lines(PUBLIC / name / "queries.jsonl") if r["_id"] in asked
        ],
    }
    target = folder / name
    target.mkdir()
    for file, found in rows.items():
        text = "".join(json.dumps(row) + "\n" for row in found)
        (target / file).write_text(text, encoding="utf-8")
    (target / "qrels.tsv").write_text("\n".join([head, *own]) + "\n", encoding="utf-8")
    return target


@pytest.mark.slow
@pytest.mark.parametrize("name", ["covid_faq", "covidqa", "medicationqa", "pubmedqa", "scifact"])
def test_the_fitted_order_is_no_worse_than_either_half(
    name: str, tmp_path: Path, encoder: Encoder
) -> None:
    if not (PUBLIC / name).is_dir():
        pytest.skip(f"{PUBLIC / name} is not here")
    labelled = PublicSet(sample(name, tmp_path), tmp_path / "indexes", encoder)
    order = Order.load()
    means: dict[str, list[float]] = {"fitted": [], "passage_cosine": [], "bm25_share": []}
    for asked in labelled.asked[:100]:
        found = labelled.find(asked)
        assert found is not None
        gains = np.array([asked.gains.get(document, 0.0) for document in found.documents])
        for scorer, values in means.items():
            fitted = scorer == "fitted"
            evidence = found.evidence
            scores = order.scores(evidence) if fitted else evidence.signal(scorer)
            best = list(asked.gains.values())
            values.append(ndcg(scores.astype(np.float64), found.owner, gains, best))
    fitted, dense, lexical = (float(np.mean(values)) for values in means.values())
    assert fitted >= max(dense, lexical) - TOLERANCE, (fitted, dense, lexical)
