"""Scores to attributions: the Python twin of the Rust engine's decoding, for measuring.

    python decode.py WEIGHTS GOLD.jsonl OUT.jsonl [--shape full]
"""

import argparse
import json
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

import corpus
import net as network

N_LABELS = len(corpus.LABELS)
FORBIDDEN = -1e4
# A word begins a cue where the network gives it at least this.
CUE_THRESHOLD = 0.45


def transitions() -> np.ndarray:
    """Which label may follow which: the inside of a role follows only its beginning or its inside."""
    allowed = np.zeros((N_LABELS, N_LABELS), np.float32)
    for inside in range(2, N_LABELS, 2):
        allowed[:, inside] = FORBIDDEN
        allowed[inside - 1, inside] = allowed[inside, inside] = 0
    return allowed


TRANSITIONS = transitions()


def best_labels(scores: np.ndarray) -> np.ndarray:
    """Viterbi over [cue, word, label] log-probabilities."""
    n_cues, n_words, _ = scores.shape
    best = scores[:, 0] + np.where(np.arange(N_LABELS) % 2 + (np.arange(N_LABELS) == 0), 0, FORBIDDEN)
    back = np.zeros((n_words, n_cues, N_LABELS), np.int8)
    for at in range(1, n_words):
        steps = best[:, :, None] + TRANSITIONS
        back[at] = steps.argmax(1)
        best = steps.max(1) + scores[:, at]
    labels = np.zeros((n_cues, n_words), np.int8)
    labels[:, -1] = best.argmax(1)
    for at in range(n_words - 1, 0, -1):
        labels[:, at - 1] = back[at][np.arange(n_cues), labels[:, at]]
    return labels


def runs(labels: np.ndarray):
    """The runs of a role in a row of labels, as (role, first, last)."""
    found = []
    for at, label in enumerate(labels):
        if label == 0:
            continue
        role = (int(label) - 1) // 2
        begins = label % 2 == 1
        if not begins and found and found[-1][0] == role and found[-1][2] == at:
            found[-1][2] = at + 1
        else:
            found.append([role, at, at + 1])
    return found


def owned(ranges, number: int) -> tuple[int, int]:
    """The words that a window answers for: up to the middle of what it shares with its neighbours."""
    start, end = ranges[number]
    first = start if number == 0 else (start + ranges[number - 1][1]) // 2
    last = end if number + 1 == len(ranges) else (ranges[number + 1][0] + end) // 2
    return first, last


@torch.inference_mode()
def scores_of(net, article, overlap: int):
    """For each word its chance of beginning a cue; for each cue above a low bar its window and label scores."""
    ranges = corpus.windows(article, overlap)
    found = []
    for number, (start, end) in enumerate(ranges):
        batch = network.collate([(article, start, end)])
        words = net.encode(batch)
        chances = torch.sigmoid(net.cue(words)[0, :, 0])
        first, last = owned(ranges, number)
        at = torch.arange(start, start + len(chances))
        cues = torch.nonzero((chances > 0.05) & (at >= first) & (at < last))[:, 0]
        if len(cues) == 0:
            continue
        scores = net.roles(words, batch, torch.zeros_like(cues), cues).log_softmax(-1)
        found.append((start, cues.numpy(), chances[cues].numpy(), scores.numpy()))
    return found


def attributions(article, found, threshold: float = CUE_THRESHOLD):
    """The attributions of an article, each with what its confidence is made from."""
    result = []
    for start, cues, chances, scores in found:
        keep = chances >= threshold
        if not keep.any():
            continue
        cues, chances, scores = cues[keep], chances[keep], scores[keep]
        forced = scores.copy()
        for number, cue in enumerate(cues):
            # The cue begins where it was found, and nowhere else.
            forced[number, :, 3] = FORBIDDEN
            forced[number, cue, :] = FORBIDDEN
            forced[number, cue, 3] = 0
        for number, labels in enumerate(best_labels(forced)):
            found_runs = [
                (role, first, last, float(scores[number, np.arange(first, last), labels[first:last]].mean()))
                for role, first, last in runs(labels)
            ]
            # Nearly every cue has one source in one piece: of several the surest stays.
            sources = [it for it in found_runs if it[0] == 0]
            best = max(sources, key=lambda it: it[3], default=None)
            spans = {role: [] for role in corpus.ROLES}
            lowest = 0.0
            for run in found_runs:
                role, first, last, score = run
                if role == 0 and run is not best:
                    continue
                spans[corpus.ROLES[role]].append(
                    [article.words[start + first][0], article.words[start + last - 1][1]]
                )
                lowest = min(lowest, score)
            if spans["content"]:
                result.append(dict(**spans, chance=float(chances[number]), lowest=lowest))
    return result


def predict(net, articles, overlap: int = corpus.OVERLAP):
    return [(article, scores_of(net, article, overlap)) for article in articles]


def write(path: Path, predicted, threshold: float = CUE_THRESHOLD):
    with open(path, "w", encoding="utf-8") as out:
        for article, found in predicted:
            line = {"id": article.id, "attributions": attributions(article, found, threshold)}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def main():
    import train

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shape", default="full")
    parser.add_argument("--threshold", type=float, default=CUE_THRESHOLD)
    parser.add_argument("--overlap", type=int, default=corpus.OVERLAP)
    given = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
    articles = corpus.read_gold(vocabulary, given.gold)
    net = train.load(given.weights, given.shape)
    began = time.process_time()
    predicted = predict(net, articles, given.overlap)
    seconds = time.process_time() - began
    print(f"{len(articles)} articles, {seconds:.1f} s of one core")
    write(given.out, predicted, given.threshold)


if __name__ == "__main__":
    main()
