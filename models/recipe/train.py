"""Trains one network on PolNeAR's training part, with as many workers as there are cores to give.

Each worker takes its share of every batch; gradients are summed in shared memory, in one order, so that the
same machine gives the same weights. A run that was stopped goes on from its last checkpoint.
"""

import argparse
import json
import os
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import torch.multiprocessing as mp
from safetensors.torch import load_file, save_file

import corpus
import net as network
from net import Net

# One article in twenty is kept out of training, to watch it and to calibrate confidences.
KEPT_OUT = 20


@dataclass(frozen=True)
class Options:
    shape: str = "full"
    epochs: float = 10.0
    rate: float = 1e-4
    head_rate: float = 5e-4
    windows: int = 4  # a worker and step
    workers: int = 2
    warm_up: float = 0.06
    decay: float = 0.01
    dropout: float = 0.1
    side: float = 0.15  # weight of names and parts of speech
    flat: float = 0.5  # weight of the labels without a cue
    seed: int = 11
    start: str = ""  # weights of a deeper network to start from, in place of the base
    part: float = 1.0  # of the training articles
    without: str = ""  # tables that are left out, for ablations
    based: int = 1  # 0 begins without the base model, for ablations
    lessons: str = ""  # a folder of a teacher's scores to learn from, beside the gold


WEIGHTS = {"cue": 4.0, "roles": 1.0}


def training_articles(shared: Path, vocabulary, part: float = 1.0):
    """The articles to train on, and those kept out."""
    articles = corpus.read_gold(
        vocabulary, shared / "data/polnear.train.jsonl.gz", shared / "data/polnear.silver.train.jsonl.gz"
    )
    articles = corpus.shuffled(sorted(articles, key=lambda it: it.id), seed=1)
    n_kept = len(articles) // KEPT_OUT
    training = articles[n_kept:]
    return training[: round(part * len(training))], articles[:n_kept]


class Gold:
    """Lessons from the annotators: windows cut anew each epoch."""

    def __init__(self, options: Options, shared: Path):
        self.options = options
        vocabulary = corpus.Vocabulary(network.base_folder() / "vocab.txt")
        self.articles, _ = training_articles(shared, vocabulary, options.part)

    def windows(self, epoch: int):
        cut = []
        for number, article in enumerate(corpus.shuffled(self.articles, self.options.seed * 1000 + epoch)):
            offset = (number * 37 + epoch * 53) % min(120, max(1, len(article.words) // 2)) if epoch else 0
            if offset:
                cut.append((article, 0, offset))
            cut += [(article, start, end) for start, end in corpus.windows(article, 0, offset)]
        return cut

    def batches(self, epoch: int):
        """The batches of an epoch: windows of like length together, in a random order."""
        seed = self.options.seed * 1000 + epoch
        cut = corpus.shuffled(self.windows(epoch), seed + 1)
        size = self.options.windows * self.options.workers
        n_pieces = lambda it: sum(len(it[0].pieces[at]) for at in range(it[1], it[2]))
        groups = []
        for at in range(0, len(cut), 12 * size):
            near = sorted(cut[at : at + 12 * size], key=n_pieces)
            groups += [near[k : k + size] for k in range(0, len(near), size)]
        return corpus.shuffled([group for group in groups if len(group) == size], seed + 2)

    def losses(self, net: Net, windows, device: str):
        batch = network.collate(windows)
        target = network.targets(batch)
        move = lambda it: {name: value.to(device) if torch.is_tensor(value) else value for name, value in it.items()}
        found = network.losses(net, move(batch), move(target))
        return found, int(batch["mask"].sum())


def learning_rate(options: Options, step: int, n_steps: int) -> float:
    warm = max(1.0, options.warm_up * n_steps)
    return min(1.0, (step + 1) / warm) * max(0.0, 1.0 - step / n_steps)


def optimiser(net: Net, options: Options):
    encoder, heads = [], []
    for name, value in net.named_parameters():
        if value.requires_grad:
            (encoder if name.startswith(("layers", "norm")) else heads).append(value)
    groups = [dict(params=encoder, lr=options.rate), dict(params=heads, lr=options.head_rate)]
    return torch.optim.AdamW(groups, weight_decay=options.decay, fused=True)


def save(net: Net, path: Path):
    tables = {name: value.detach().cpu().contiguous() for name, value in net.state_dict().items()}
    save_file(tables, str(path.with_suffix(".part")))
    path.with_suffix(".part").rename(path)


def load(path: Path, shape: str = "full") -> Net:
    net = Net(shape)
    net.load_state_dict(load_file(str(path)))
    return net.eval()


def work(rank: int, options: Options, shared: Path, out: Path, gradients, barrier):
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if options.lessons:
        from distill import Distilled

        lessons = Distilled(options, shared)
    else:
        lessons = Gold(options, shared)
    net = Net(options.shape, options.dropout, options.without)
    if options.based:
        net.load_base()
    if options.start:
        net.adopt(load_file(options.start))
    net.to(device).train()
    opt = optimiser(net, options)
    learned = [value for value in net.parameters() if value.requires_grad]
    per_epoch = len(lessons.batches(0))
    n_steps = max(1, round(options.epochs * per_epoch))
    step, checkpoint = 0, out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(state["net"])
        opt.load_state_dict(state["opt"])
        step = state["step"]
    began, n_pieces, sums = time.time(), 0, {}
    epoch = -1
    log = open(out / "log.jsonl", "a", encoding="utf-8") if rank == 0 else None
    while step < n_steps:
        if step // per_epoch != epoch:
            epoch = step // per_epoch
            order = lessons.batches(epoch)
        whole = order[min(step % per_epoch, len(order) - 1)]
        # Dropout follows from the step alone, so that a resumed run goes the same way.
        torch.manual_seed(options.seed + 7919 * step + rank)
        with torch.autocast(device, torch.bfloat16):
            found, n_seen = lessons.losses(net, whole[rank :: options.workers], device)
        weights = WEIGHTS | dict(flat=options.flat, names=options.side, parts=options.side)
        loss = sum(weights[name] * value for name, value in found.items())
        opt.zero_grad(set_to_none=False)
        loss.backward()
        share(learned, gradients, rank, options.workers, barrier)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        factor = learning_rate(options, step, n_steps)
        for group, rate in zip(opt.param_groups, (options.rate, options.head_rate)):
            group["lr"] = rate * factor
        opt.step()
        step += 1
        n_pieces += n_seen * options.workers
        for name, value in found.items():
            sums[name] = sums.get(name, 0.0) + value.item()
        if rank == 0 and step % 100 == 0:
            line = dict(step=step, of=n_steps, epoch=round(step / per_epoch, 2), seconds=round(time.time() - began))
            line |= dict(a_second=round(n_pieces / (time.time() - began)))
            line |= {name: round(value / 100, 4) for name, value in sums.items()}
            print(json.dumps(line), file=log, flush=True)
            sums = {}
        elif step % 100 == 0:
            sums = {}
        if rank == 0 and step % 500 == 0:
            state = dict(net=net.state_dict(), opt=opt.state_dict(), step=step)
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").rename(checkpoint)
            save(net, out / "latest.safetensors")
    if rank == 0:
        save(net, out / "weights.safetensors")
        (out / "options.json").write_text(json.dumps(asdict(options), indent=1) + "\n")


def share(learned, gradients, rank: int, workers: int, barrier):
    """Replaces each gradient by the mean over workers, summed in the order of their ranks."""
    if workers == 1:
        return
    at = 0
    for value in learned:
        size = value.numel()
        if value.grad is None:
            gradients[rank][at : at + size].zero_()
        else:
            gradients[rank][at : at + size].copy_(value.grad.flatten())
        at += size
    barrier.wait()
    total = torch.stack(list(gradients)).sum(0) if workers > 2 else gradients[0] + gradients[1]
    total /= workers
    barrier.wait()
    at = 0
    for value in learned:
        size = value.numel()
        value.grad = total[at : at + size].view_as(value)
        at += size


def train(options: Options, shared: Path, out: Path) -> Path:
    """Trains to the end; returns where the weights are."""
    out.mkdir(parents=True, exist_ok=True)
    weights = out / "weights.safetensors"
    if weights.exists():
        return weights
    if torch.cuda.is_available():
        options = replace(options, windows=options.windows * options.workers, workers=1)
    n_learned = sum(it.numel() for it in Net(options.shape, without=options.without).parameters() if it.requires_grad)
    gradients = torch.zeros(options.workers, n_learned if options.workers > 1 else 1).share_memory_()
    context = mp.get_context("spawn")
    barrier = context.Barrier(options.workers)
    mp.spawn(work, (options, shared, out, gradients, barrier), nprocs=options.workers)
    return weights


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("ONRECORD_SHARED", "../shared")))
    for name, value in asdict(Options()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    out, shared = given.pop("out"), given.pop("shared")
    print(train(Options(**given), shared, out))


if __name__ == "__main__":
    main()
