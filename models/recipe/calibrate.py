"""How sure a network may be: from its own scores to how often it was right on articles kept out of training.

Right means: source, cue and content each share at least half of their words with an annotator's.
"""

import math

import numpy as np

import corpus
import decode

THRESHOLDS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55]


def words_of(article, spans) -> frozenset:
    return frozenset(at for span in spans for at in range(*corpus.word_range(article, *span)))


def dice(one: frozenset, other: frozenset) -> float:
    return 1.0 if not one and not other else 2 * len(one & other) / max(1, len(one) + len(other))


def judge(article, predicted) -> list[bool]:
    """Which predictions are right; each gold attribution is met once."""
    gold = [
        {role: frozenset(at for first, last in it[role] for at in range(first, last)) for role in corpus.ROLES}
        for it in article.gold
    ]
    met, right = set(), []
    for it in predicted:
        words = {role: words_of(article, it[role]) for role in corpus.ROLES}
        hit = next(
            (
                number
                for number, other in enumerate(gold)
                if number not in met and all(dice(words[role], other[role]) >= 0.5 for role in corpus.ROLES)
            ),
            None,
        )
        if hit is not None:
            met.add(hit)
        right.append(hit is not None)
    return right


def features(it) -> list[float]:
    chance = min(max(it["chance"], 1e-4), 1 - 1e-4)
    return [1.0, math.log(chance / (1 - chance)), it["lowest"]]


def calibrate(predicted) -> list[float]:
    """The threshold of the best F1, and the weights of a logistic regression of rightness."""
    n_gold = sum(len(article.gold) for article, _ in predicted)
    best = (0.0, 0.45)
    for threshold in THRESHOLDS:
        judged = [judge(article, decode.attributions(article, found, threshold)) for article, found in predicted]
        right, n_found = sum(map(sum, judged)), sum(map(len, judged))
        best = max(best, (2 * right / max(1, n_found + n_gold), threshold))
    rows, labels = [], []
    for article, found in predicted:
        attributions = decode.attributions(article, found, 0.1)
        rows += [features(it) for it in attributions]
        labels += judge(article, attributions)
    weights = logistic(np.array(rows), np.array(labels, float))
    return [best[1], *map(float, weights)]


def logistic(rows: np.ndarray, labels: np.ndarray, ridge: float = 1e-3) -> np.ndarray:
    """Newton's method."""
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (labels - chances) - ridge * weights
        curvature = (rows * (chances * (1 - chances))[:, None]).T @ rows + ridge * np.eye(len(weights))
        weights += np.linalg.solve(curvature, gradient)
    return weights
