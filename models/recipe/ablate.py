"""What each part of the recipe brings: short, equal trainings, one part changed in each.

    python ablate.py OUT GOLD.jsonl SCORER.py

Prints a table of F1 on GOLD; the schedule is a third of an epoch, so that only differences mean something.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch

import corpus
import decode
import net as network
import train

SHORT = train.Options(epochs=0.35)
VARIANTS = {
    "as shipped": {},
    "no distances to the cue": dict(without="distance,sentence,paragraph"),
    "no letter shapes, no layout": dict(without="letters,layout"),
    "no names and parts of speech beside": dict(side=0.0),
    "no labels without a cue": dict(flat=0.0),
    "half the articles, seen twice as often": dict(part=0.5, epochs=0.7),
}
FIGURES = ["attribution lenient", "attribution half", "statement half_direct", "spans source", "spans cue", "spans content"]


def score(scorer: Path, gold: Path, predicted: Path) -> list[float]:
    command = [sys.executable, str(scorer), str(gold), str(predicted), "--json"]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [scores[figure][2] for figure in FIGURES]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("ONRECORD_SHARED", "../shared")))
    given = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
    articles = corpus.read_gold(vocabulary, given.gold)
    print("| changed | " + " | ".join(FIGURES) + " |", flush=True)
    for name, changes in VARIANTS.items():
        folder = given.out / name.replace(" ", "-").replace(",", "")
        weights = train.train(replace(SHORT, **changes), given.shared, folder)
        predicted = decode.predict(train.load(weights), articles)
        decode.write(folder / "predicted.jsonl", predicted)
        scores = score(given.scorer, given.gold, folder / "predicted.jsonl")
        print(f"| {name} | " + " | ".join(f"{it:.1f}" for it in scores) + " |", flush=True)


if __name__ == "__main__":
    main()
