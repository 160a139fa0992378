"""What each part of the recipe brings: short, equal trainings, one part changed in each.

    python ablate.py OUT GOLD.jsonl SCORER.py [--start WEIGHTS] [--epochs N]

Prints a table of F1 on GOLD. From the base, less than an epoch teaches too little to compare; with
--start, a trained network has its inputs taken away and the short schedule to do without them.
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

SHORT = train.Options(epochs=1.0)
VARIANTS = {
    "as shipped": {},
    "no distances to the cue": dict(without="distance,sentence,paragraph"),
    "no letter shapes": dict(without="letters"),
    "no layout": dict(without="layout"),
    "no names and parts of speech beside": dict(side=0.0),
    "no labels without a cue": dict(flat=0.0),
}
# With a start, what only training from the base can show is left out, and the rates are smaller.
STARTED = ["as shipped", "no distances to the cue", "no letter shapes", "no layout"]
STARTED_RATES = dict(rate=5e-5, head_rate=2.5e-4)
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
    parser.add_argument("--start", default="")
    parser.add_argument("--epochs", type=float, default=SHORT.epochs)
    parser.add_argument("--shape", default=SHORT.shape, help="a smaller network learns from the base in less time")
    parser.add_argument("--rate", type=float, default=SHORT.rate)
    parser.add_argument("--only", nargs="*", choices=list(VARIANTS), help="these variants, in place of all")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("ONRECORD_SHARED", "../shared")))
    given = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
    articles = corpus.read_gold(vocabulary, given.gold)
    print("| changed | " + " | ".join(FIGURES) + " |", flush=True)
    rates = STARTED_RATES if given.start else dict(rate=given.rate)
    short = replace(SHORT, shape=given.shape, epochs=given.epochs, start=given.start, **rates)
    for name, changes in VARIANTS.items():
        if (given.start and name not in STARTED) or (given.only and name not in given.only):
            continue
        folder = given.out / name.replace(" ", "-").replace(",", "")
        weights = train.train(replace(short, **changes), given.shared, folder)
        predicted = decode.predict(train.load(weights, given.shape), articles)
        decode.write(folder / "predicted.jsonl", predicted)
        scores = score(given.scorer, given.gold, folder / "predicted.jsonl")
        print(f"| {name} | " + " | ".join(f"{it:.1f}" for it in scores) + " |", flush=True)


if __name__ == "__main__":
    main()
