"""A trained network as the teacher of a smaller one: its scores on labelled and unlabelled articles.

    python distill.py TEACHER FOLDER        labels the articles
    python train.py OUT --shape two --lessons FOLDER
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import torch.multiprocessing as mp
import torch.nn.functional as F

import corpus
import net as network
import train

# Cues below this chance, by the teacher, are not looked at further.
LEAST = 0.2
# How much the annotators' labels count beside the teacher's, where there are some.
GOLD = 0.5
UNLABELLED = (
    "stories/allsides_full.dev.jsonl.gz",
    "stories/allsides21.dev.jsonl.gz",
    "stories/ecbplus.dev.jsonl.gz",
    "stories/semeval22_pairs.dev.jsonl.gz",
    "stories/gedikli_docs.jsonl.gz",
    "copies.docs.dev.jsonl.gz",
    "pages/gold.jsonl",
)
# An English text has at least this share of its words among the commonest ones.
COMMON = set("the of and to in a is that for on was with as it by at from he his they said has are be".split())
LEAST_COMMON = 0.15


def is_english(text: str) -> bool:
    words = text.lower().split()[:400]
    return len(words) > 40 and sum(word in COMMON for word in words) > LEAST_COMMON * len(words)


def unlabelled(shared: Path, vocabulary):
    """English articles without gold, each text once."""
    seen, articles = set(), []
    for name in UNLABELLED:
        for line in corpus.lines(shared / "data" / name):
            for field in ("text", "text1", "text2"):
                text = line.get(field) or ""
                if text and text not in seen and is_english(text):
                    seen.add(text)
                    articles.append(corpus.read_article(vocabulary, f"{name}:{len(articles)}", text))
    return articles


def label(rank: int, workers: int, teacher: Path, shared: Path, folder: Path):
    torch.set_num_threads(1)
    vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
    gold, _ = train.training_articles(shared, vocabulary)
    articles = gold + unlabelled(shared, vocabulary)
    net = train.load(teacher)
    lessons = []
    for number in range(rank, len(articles), workers):
        article = articles[number]
        offsets = (0, 61) if article.gold else (0,)
        ranges = [it for first in offsets for it in corpus.windows(article, 0, min(first, len(article.words) // 2))]
        for at in range(0, len(ranges), 8):
            batch = network.collate([(article, *it) for it in ranges[at : at + 8]])
            lessons += [(number, *it) for it in taught(net, batch)]
    torch.save(lessons, folder / f"lessons.{rank}.pt")


@torch.inference_mode()
def taught(net, batch):
    """What the teacher says of each window of a batch."""
    with torch.autocast("cpu", torch.bfloat16):
        words = net.encode(batch).float()
    chances = net.cue(words).squeeze(-1)
    flat, names, parts = net.flat(words), net.names(words), net.parts(words)
    for row, (_, start, end) in enumerate(batch["windows"]):
        size = end - start
        cues = torch.nonzero(torch.sigmoid(chances[row, :size]) > LEAST)[:, 0]
        roles = net.roles(words, batch, torch.full_like(cues, row), cues)[:, :size].softmax(-1)
        half = lambda it: it[:size].softmax(-1).half()
        yield start, end, torch.sigmoid(chances[row, :size]).half(), half(flat[row]), half(names[row]), half(
            parts[row]
        ), cues, roles.half()


class Distilled(train.Gold):
    """Lessons from a teacher; where annotators labelled a text, from both."""

    def __init__(self, options, shared: Path):
        super().__init__(options, shared)
        vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
        articles = self.articles + unlabelled(shared, vocabulary)
        self.cut, self.soft = [], {}
        for path in sorted(Path(options.lessons).glob("lessons.*.pt")):
            for number, start, end, *scores in torch.load(path, weights_only=True):
                self.soft[(number, start)] = scores
                self.cut.append((articles[number], start, end, number))
        self.cut.sort(key=lambda it: (it[3], it[1]))

    def windows(self, epoch: int):
        return self.cut

    def losses(self, net, windows, device: str):
        batch = network.collate([it[:3] for it in windows])
        target = network.targets(batch)
        soft = self.targets(windows, batch["words"].shape[1])
        words = net.encode(batch).float()
        kept = batch["words"]
        chances = net.cue(words).squeeze(-1).float()
        found = dict(cue=F.binary_cross_entropy_with_logits(chances[kept], soft["cue"][kept]))
        for name in ("flat", "names", "parts"):
            scores = getattr(net, name)(words).float()
            found[name] = F.cross_entropy(scores[kept], soft[name][kept])
        rows, cues, roles = soft["rows"], soft["cues"], soft["roles"]
        found["roles"] = words.sum() * 0
        if len(cues):
            scores = net.roles(words, batch, rows, cues).float().log_softmax(-1)
            loss = -(scores * roles).sum(-1) * kept[rows]
            weight = soft["cue"][rows, cues]
            found["roles"] = (loss.sum(1) * weight).sum() / weight.sum() / network.WORDS_IN_ROLES
        labelled = torch.tensor([bool(article.gold) for article, *_ in batch["windows"]])
        if labelled.any():
            inside = kept & labelled[:, None]
            found["cue"] = found["cue"] + GOLD * F.binary_cross_entropy_with_logits(
                chances[inside], target["cue"][inside]
            )
            if len(target["cues"]):
                scores = net.roles(words, batch, target["windows"], target["cues"]).float()
                loss = F.cross_entropy(scores.transpose(1, 2), target["roles"], reduction="none")
                loss = (loss * kept[target["windows"]]).sum() / len(target["cues"]) / network.WORDS_IN_ROLES
                found["roles"] = found["roles"] + GOLD * loss
        return found, int(batch["mask"].sum())

    def targets(self, windows, n_words: int):
        found = {name: [] for name in ("cue", "flat", "names", "parts", "rows", "cues", "roles")}
        for row, (_, start, end, number) in enumerate(windows):
            chances, flat, names, parts, cues, roles = self.soft[(number, start)]
            pad = n_words - (end - start)
            found["cue"].append(F.pad(chances.float(), (0, pad)))
            for name, values in (("flat", flat), ("names", names), ("parts", parts)):
                found[name].append(F.pad(values.float(), (0, 0, 0, pad)))
            found["roles"].append(F.pad(roles.float(), (0, 0, 0, pad)))
            found["cues"].append(cues)
            found["rows"].append(torch.full_like(cues, row))
        join = lambda name: torch.cat(found[name])
        stacked = {name: torch.stack(found[name]) for name in ("cue", "flat", "names", "parts")}
        return stacked | {name: join(name) for name in ("rows", "cues", "roles")}


def teach(teacher: Path, shared: Path, folder: Path, workers: int = 2):
    """Writes the teacher's scores to `folder`."""
    if all((folder / f"lessons.{rank}.pt").exists() for rank in range(workers)):
        return
    folder.mkdir(parents=True, exist_ok=True)
    mp.spawn(label, (workers, teacher, shared, folder), nprocs=workers)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("ONRECORD_SHARED", "../shared")))
    given = parser.parse_args()
    teach(given.teacher, given.shared, given.folder)


if __name__ == "__main__":
    main()
