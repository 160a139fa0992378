"""Boosted trees that tell the article from its page: from what `examples/clues.rs` prints and the gold texts.

usage: reading.py --fragments GOLD.jsonl html|text > FRAGMENTS.jsonl    the gold texts as inputs of their own
       reading.py CLUES.jsonl GOLD.jsonl POINTS.jsonl OUT.trees         trains the first look on all pages and fragments
       reading.py CLUES.jsonl GOLD.jsonl POINTS.jsonl SECOND.jsonl OUT.second.trees            the same of the second
       reading.py CLUES.jsonl GOLD.jsonl POINTS.jsonl SECOND.jsonl --folds [NAME]         scores both looks by folds

The second look sees what the first makes of pages that it was not trained on: POINTS.jsonl, which the first call
writes, holds of each page what trees say that were trained on other folds, and `examples/clues.rs POINTS.jsonl`
prints SECOND.jsonl, what the second look sees. Of each page there are five lists: the one of its own fold comes
from trees of the four others, and is what all is trained on in the end; list `k` of a page of another fold comes
from trees of the three folds that are neither, so that to score fold `k` nothing was trained on it. With a NAME,
the trees of each fold are written, `NAME.K.trees` and `NAME.K.second.trees`.
A block of five words or more counts as article where the gold text has half of its runs of four words; a
shorter one where it is a line of the gold text. Of equal blocks as many count as the gold text has, those
amid others that count. Fragments are articles without a page around them, as feeds and files of text have
them: the whole gold text or its first paragraphs, all of which counts. Each page weighs the same, a block by its words; the plain clutter is thinned out.
"""

import collections
import gzip
import hashlib
import html
import json
import re
import statistics
import sys

import lightgbm
import numpy as np

WORD = re.compile(r"\w+")
FOLDS = 5
# What a fragment weighs against a page.
FRAGMENT = 0.2
ROUNDS = 450
# Every so many-th short clutter block is trained on, with as much more weight.
THIN = 3
# Of the second look, which sees fewer blocks.
SECOND_ROUNDS, SECOND_RATE = 300, 0.1
# As in `src/read/dump/sequence.rs`.
CHANGE, TRUST = 300, 0.7
PARAMETERS = dict(
    objective="binary", learning_rate=0.07, num_leaves=24, min_data_in_leaf=60, min_sum_hessian_in_leaf=5,
    feature_fraction=0.3, bagging_fraction=0.7, bagging_freq=1, lambda_l2=20, max_bin=127, extra_trees=True, seed=1,
    deterministic=True, force_row_wise=True, num_threads=1, verbose=-1,
)  # fmt: skip


def rows(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def runs(words):
    return list(zip(words, words[1:], words[2:], words[3:]))


def labels(blocks, gold):
    """Of each block whether it counts as article."""
    of_gold = set(runs(WORD.findall(gold)))
    lines = collections.Counter(" ".join(WORD.findall(line)) for line in gold.split("\n"))
    kept, same = [], collections.defaultdict(list)
    for i, (text, _) in enumerate(blocks):
        words = WORD.findall(text)
        if len(words) >= 5:
            own = runs(words)
            kept.append(sum(run in of_gold for run in own) * 2 >= len(own))
        else:
            kept.append(bool(words) and lines[" ".join(words)] > 0)
        if kept[-1]:
            same[" ".join(words)].append(i)
    for words, places in same.items():
        allowed = max(1, lines[words])

        def amid(i):
            near = range(max(0, i - 4), min(len(blocks), i + 5))
            return sum(min(len(blocks[j][0]), 200) for j in near if j != i and kept[j])

        for i in sorted(places, key=amid)[: max(0, len(places) - allowed)]:
            kept[i] = False
    return kept


def fragments(gold_path, is_html):
    """Prints the article of every page by itself, and its first one to six paragraphs."""
    for n, row in enumerate(rows(gold_path)):
        lines = [line.strip() for line in (row.get("text") or row.get("gold_text") or "").split("\n")]
        lines = [line for line in lines if line]
        for name, part in (("all", lines), ("head", lines[: 1 + n % 6])):
            body = "".join(f"<p>{html.escape(line)}</p>" for line in part) if is_html else "\n".join(part)
            print(json.dumps({"id": f"{row['id']}#{name}", "html" if is_html else "text": body}))


def load(clues_path, gold_path):
    gold = {str(row["id"]): row for row in rows(gold_path)}
    pages = []
    for row in rows(clues_path):
        page_id, _, fragment = str(row["id"]).partition("#")
        of_page = gold[page_id]
        text = of_page.get("text") or of_page.get("gold_text") or ""
        domain = of_page.get("domain") or page_id
        fold = int(hashlib.md5(domain.encode()).hexdigest(), 16) % FOLDS
        kept = [True] * len(row["blocks"]) if fragment else labels(row["blocks"], text)
        pages.append((row["blocks"], "" if fragment else text, kept, fold))
    return pages


def table(pages):
    """Clues, labels, weights and folds of all blocks."""
    clues, kept, weights, folds = [], [], [], []
    for blocks, text, of_page, fold in pages:
        words = [len(WORD.findall(text)) for text, _ in blocks]
        whole = sum(n for n, keep in zip(words, of_page) if keep) + 150
        clues += [clue for _, clue in blocks]
        kept += of_page
        share = 1 if text else FRAGMENT
        weights += [share * (min(n, 150) + 2) / whole for n in words]
        folds += [fold] * len(blocks)
    weights = np.array(weights)
    return np.array(clues, np.float32), np.array(kept, float), weights / weights.mean(), np.array(folds)


def train(clues, kept, weights):
    short = (clues[:, 0] <= 8) & (clues[:, 17] <= 2) & (kept == 0)
    chosen = ~short | (np.random.RandomState(1).rand(len(kept)) < 1 / THIN)
    weights = np.where(short, weights * THIN, weights)
    data = lightgbm.Dataset(clues[chosen], kept[chosen], weight=weights[chosen])
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def points_of(booster, clues):
    return np.rint(1000 * booster.predict(clues, raw_score=True)).astype(int)


def by_folds(clues, kept, weights, folds):
    """What trees say of each block: row `k` comes from trees that saw neither fold `k` nor the block's own."""
    points = np.zeros((FOLDS, len(kept)), int)
    for k in range(FOLDS):
        for own in range(k + 1):
            rest = (folds != k) & (folds != own)
            booster = train(clues[rest], kept[rest], weights[rest])
            for row, fold in {(k, own), (own, k)}:
                points[row, folds == fold] = points_of(booster, clues[folds == fold])
    return points


def write_points(path, clues_path, points):
    at = 0
    with open(path, "w") as file:
        for row in rows(clues_path):
            end = at + len(row["blocks"])
            file.write(json.dumps({"id": row["id"], "points": points[:, at:end].tolist()}) + "\n")
            at = end


def second_clues(path, clues):
    """Of each list of points the clues of both looks, and which blocks the second sees."""
    seen = [block for row in rows(path) for block in row["blocks"]]
    for k in range(FOLDS):
        is_open = np.array([block[k] is not None for block in seen])
        more = np.array([block[k] for block in seen if block[k] is not None], np.float32)
        both = np.zeros((len(seen), clues.shape[1] + more.shape[1]), np.float32)
        both[is_open] = np.hstack([clues[is_open], more])
        yield both, is_open


def train_second(both, kept, weights):
    data = lightgbm.Dataset(both, kept, weight=weights)
    return lightgbm.train(PARAMETERS | dict(learning_rate=SECOND_RATE), data, SECOND_ROUNDS)


def own_fold(lists, folds):
    """Of each block what the list of its own fold has."""
    return np.choose(folds.reshape([-1] + [1] * (lists[0].ndim - 1)), lists)


def write(booster, path, name):
    lines = [f"# Trained by models/recipe/reading.py on {name}. A tree a line: src/resources/trees.rs."]
    for tree in booster.dump_model()["tree_info"]:
        nodes = []

        def walk(node):
            if "leaf_value" in node:
                nodes.append(str(round(1000 * node["leaf_value"])))
                return
            at = len(nodes)
            nodes.append("")
            walk(node["left_child"])
            limit = int(np.floor(node["threshold"]))
            nodes[at] = f"{node['split_feature']},{limit},{len(nodes)}"
            walk(node["right_child"])

        walk(tree["tree_structure"])
        lines.append(" ".join(nodes))
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


def leaning(points, words):
    """Keeps what is likelier than half of the F1 that can be expected of the page."""
    if not len(points):
        return 0.0
    chances = 1 / (1 + np.exp(-TRUST * np.asarray(points) / 1000))
    order = np.argsort(-chances, kind="stable")
    words = np.asarray(words)
    right, kept = np.cumsum((chances * words)[order]), np.cumsum(words[order])
    enough = (right / np.maximum(kept + (chances * words).sum(), 1)).max()
    return min(max(1000 * np.log((1 - enough) / max(enough, 1e-9)) / TRUST, -500), 4000)


def decode(points, words):
    """The best sequence of article and clutter."""
    lean = leaning(points, words)
    out, kept, came = 0.0, 0.0, []
    for point in points:
        from_kept, from_out = kept - CHANGE > out, out - CHANGE > kept
        out, kept = (kept - CHANGE if from_kept else out), (out - CHANGE if from_out else kept) + point + lean
        came.append((from_kept, from_out))
    state, keep = kept > out, []
    for from_kept, from_out in reversed(came):
        keep.append(state)
        state = not from_out if state else from_kept
    return keep[::-1]


def score(pages, points):
    """F1 of mean precision and recall of runs of four words, precision, recall, and the mean of each page's F1."""
    precision, recall, f1, at = [], [], [], 0
    for blocks, text, _, _ in pages:
        words = [len(WORD.findall(text)) for text, _ in blocks]
        keep = decode(points[at : at + len(blocks)], words)
        at += len(blocks)
        if not text:
            continue
        found = " ".join(text for (text, _), kept in zip(blocks, keep) if kept)
        gold, found = (collections.Counter(runs(WORD.findall(it))) for it in (text, found))
        both = sum((gold & found).values())
        n_gold, n_found = sum(gold.values()), sum(found.values())
        if n_found:
            precision.append(both / n_found)
        if n_gold:
            recall.append(both / n_gold)
        f1.append(2 * both / (n_gold + n_found) if n_gold + n_found else 1.0)
    p, r = statistics.mean(precision), statistics.mean(recall)
    return 2 * p * r / (p + r), p, r, statistics.mean(f1)


def main():
    if sys.argv[1] == "--fragments":
        fragments(sys.argv[2], sys.argv[3] == "html")
        return
    clues_path, gold_path, points_path, *more = sys.argv[1:]
    pages = load(clues_path, gold_path)
    clues, kept, weights, folds = table(pages)
    name = gold_path.rsplit("/", 1)[-1]
    if len(more) == 1:
        write_points(points_path, clues_path, by_folds(clues, kept, weights, folds))
        write(train(clues, kept, weights), more[0], name)
        return
    second_path, out = more[:2]
    looks = list(second_clues(second_path, clues))
    if out != "--folds":
        both = own_fold([both for both, _ in looks], folds)
        is_open = own_fold([is_open for _, is_open in looks], folds)
        write(train_second(both[is_open], kept[is_open], weights[is_open]), out, name)
        return
    lists = [np.concatenate([row["points"][k] for row in rows(points_path)]) for k in range(FOLDS)]
    points = own_fold(lists, folds).astype(float)
    print("first look: F1 %.4f, precision %.4f, recall %.4f, page F1 %.4f" % score(pages, points))
    for k, (both, is_open) in enumerate(looks):
        rest = (folds != k) & is_open
        booster = train_second(both[rest], kept[rest], weights[rest])
        asked = (folds == k) & is_open
        points[asked] = points_of(booster, both[asked])
        if len(more) > 2:
            write(booster, f"{more[2]}.{k}.second.trees", name)
            write(train(clues[folds != k], kept[folds != k], weights[folds != k]), f"{more[2]}.{k}.trees", name)
    print("both looks: F1 %.4f, precision %.4f, recall %.4f, page F1 %.4f" % score(pages, points))


if __name__ == "__main__":
    main()
