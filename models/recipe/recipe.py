"""The whole recipe: from the base model to the two networks that the engine reads.

    pip install -r requirements.txt
    ONRECORD_SHARED=... python recipe.py OUT

Stops anywhere, and goes on from the last checkpoint when it is started again.
"""

import argparse
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch

import calibrate
import corpus
import decode
import distill
import export
import net as network
import train

FULL = train.Options(shape="full", epochs=10)
FAST = train.Options(shape="two", epochs=1.5, rate=2e-4, head_rate=5e-4)


def finish(weights: Path, shape: str, name: str, shared: Path, folder: Path, tables: bool):
    """Rounds, calibrates and writes one network."""
    net = train.load(weights, shape)
    vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
    _, kept_out = train.training_articles(shared, vocabulary)
    rounded = export.rounded(train.load(weights, shape))
    calibration = calibrate.calibrate(decode.predict(rounded, kept_out))
    export.export(net, folder, name, calibration, tables)
    print(json.dumps({name: calibration}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("ONRECORD_SHARED", "../shared")))
    parser.add_argument("--work", type=Path, help="where checkpoints go; OUT/work if not given")
    given = parser.parse_args()
    work = given.work or given.out / "work"
    torch.set_num_threads(1)
    full = train.train(FULL, given.shared, work / "full")
    distill.teach(full, given.shared, work / "lessons")
    fast = train.train(
        replace(FAST, start=str(full), lessons=str(work / "lessons")), given.shared, work / "fast"
    )
    finish(full, FULL.shape, "full", given.shared, given.out, tables=True)
    finish(fast, FAST.shape, "fast", given.shared, given.out, tables=False)
    shutil.copy(network.base_folder() / "vocab.txt", given.out / "vocabulary.txt")
    files = sorted(it for it in given.out.iterdir() if it.suffix in (".safetensors", ".txt"))
    sums = [f"{hashlib.sha256(it.read_bytes()).hexdigest()}  {it.name}\n" for it in files]
    (given.out / "SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    main()
