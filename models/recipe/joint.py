"""What the confidence of the full network is worth where the fast one is heard beside it.

    python recipe/joint.py kept-out > kept.jsonl
    onrecord read --as-is kept.jsonl > read.jsonl
    python recipe/joint.py fit read.jsonl

Two numbers come out, the constant and the slope of a logistic regression of rightness over the log-odds
of the confidence, on the articles that were kept out of training; the engine has them as `JOINT`. An
engine that has them already gives 0 and 1.
"""

import json
import math
import os
import sys
from pathlib import Path

import numpy as np

import calibrate
import corpus
import train

SHARED = Path(os.environ.get("ONRECORD_SHARED", "../shared"))
GOLD = SHARED / "data/polnear.train.jsonl.gz"
sys.path.insert(0, str(SHARED / "score"))


def kept_out():
    """The articles that `train.training_articles` keeps out, as they are."""
    articles = corpus.shuffled(sorted(corpus.lines(GOLD), key=lambda it: it["id"]), seed=1)
    return articles[: len(articles) // train.KEPT_OUT]


def fit(read) -> list[float]:
    import attribution

    gold = {it["id"]: it for it in kept_out()}
    rows, labels = [], []
    for record in read:
        article = gold[record["ref"]]
        document = attribution.Doc(article["text"])
        ours, theirs = document.prep(record["statements"]), document.prep(article["attributions"])
        near = lambda a, b: sum(attribution.dice(a[role], b[role]) for role in attribution.ROLES)
        half = lambda a, b: all(attribution.dice(a[role], b[role]) >= 0.5 for role in attribution.ROLES)
        right = {i for i, j in attribution.align(ours, theirs, near) if half(ours[i], theirs[j])}
        for number, statement in enumerate(record["statements"]):
            chance = min(max(statement["confidence"], 1e-3), 1 - 1e-3)
            rows.append([1.0, math.log(chance / (1 - chance))])
            labels.append(number in right)
    return list(map(float, calibrate.logistic(np.array(rows), np.array(labels, float))))


if __name__ == "__main__":
    if sys.argv[1] == "kept-out":
        for article in kept_out():
            print(json.dumps({"id": article["id"], "text": article["text"]}))
    else:
        print(json.dumps(fit(corpus.lines(Path(sys.argv[2])))))
