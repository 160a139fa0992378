"""Draws how often what has a confidence is right: statements, and speakers of given statements.

    onrecord read --as-is $ONRECORD_SHARED/data/polnear.dev.jsonl > read.jsonl
    python3 docs/reliability.py read.jsonl > docs/pictures/reliability.svg

The gold and the scorers are those of `docs/evaluation.md`; the attributions for the second plot are
given, so `onrecord` (the program to run, or $ONRECORD) is called once more on them.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(os.environ.get("ONRECORD_SHARED", "../shared"))
sys.path.insert(0, str(SHARED / "score"))
import attribution  # noqa: E402
import speakers  # noqa: E402

GOLD = SHARED / "data/polnear.dev.jsonl"
PEOPLE = SHARED / "data/speakers.dev.jsonl"
# Upper ends of the bins; speakers have few values, which are kept apart.
STATEMENTS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01]
SPEAKERS = [0.85, 0.91, 0.93, 0.97, 1.01]


def lines(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def statements(read):
    """Each statement's confidence, and whether half of it is as the annotators have it."""
    pairs = []
    gold = {it["id"]: it for it in lines(GOLD)}
    for record in read:
        article = gold[record["ref"]]
        document = attribution.Doc(article["text"])
        ours, theirs = document.prep(record["statements"]), document.prep(article["attributions"])
        score = lambda a, b: sum(attribution.dice(a[role], b[role]) for role in attribution.ROLES)
        half = lambda a, b: all(attribution.dice(a[role], b[role]) >= 0.5 for role in attribution.ROLES)
        right = {i for i, j in attribution.align(ours, theirs, score) if half(ours[i], theirs[j])}
        assert len(ours) == len(record["statements"])
        pairs += [(it["confidence"], i in right) for i, it in enumerate(record["statements"])]
    return pairs


def given_speakers():
    """The confidence of each choice of a speaker, and whether it is the right one."""
    program = os.environ.get("ONRECORD", "onrecord")
    score = [sys.executable, str(SHARED / "score/speakers.py"), "--given", str(PEOPLE), str(GOLD)]
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as given:
        given.write(subprocess.run(score, check=True, capture_output=True).stdout)
        given.flush()
        read = subprocess.run([program, "read", "--as-is", given.name], check=True, capture_output=True)
    records = {it["ref"]: it for it in map(json.loads, read.stdout.decode().splitlines())}
    gold = {it["id"]: it for it in lines(GOLD)}
    pairs = []
    for article in lines(PEOPLE):
        people = {it["key"]: it for it in article["people"]}
        text = gold[article["id"]]["text"]
        found = {json.dumps(it["content"]): it for it in records[article["id"]]["statements"]}
        for marked in article["attributions"]:
            statement = found.get(json.dumps(gold[article["id"]]["attributions"][marked["i"]]["content"]))
            speaker = statement and statement["speaker"]
            if marked["speaker"] is None or not speaker:
                continue
            person = people[marked["speaker"]]
            named = [text[start:end] for start, end in person["mentions"]]
            names = [person["name"]] + [it for it in named if it.lower() not in speakers.PRON]
            right = any(speakers.right(speaker["name"], it, person["type"]) for it in names)
            pairs.append((speaker["confidence"], right))
    return pairs


def binned(pairs, ends):
    bins = [[] for _ in ends]
    for confidence, right in pairs:
        bins[next(i for i, end in enumerate(ends) if confidence < end)].append((confidence, right))
    return [
        (sum(it[0] for it in bin) / len(bin), sum(it[1] for it in bin), len(bin)) for bin in bins if bin
    ]


def wilson(right, count, z=1.96):
    """The 95 % interval of a share (Wilson 1927)."""
    share = right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return middle - half, middle + half


def panel(left, title, points):
    side, top = 230, 46
    x = lambda value: left + side * value
    y = lambda value: top + side * (1 - value)
    out = [f'<text x="{left}" y="24" font-weight="600">{title}</text>']
    for tick in (0, 0.25, 0.5, 0.75, 1):
        out.append(f'<path d="M{left} {y(tick):.1f}h{side}" stroke="#e3e6e8"/>')
        label = f"{tick:g}".lstrip("0") or "0"
        out.append(f'<text x="{left - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{label}</text>')
        out.append(f'<text x="{x(tick):.1f}" y="{top + side + 18}" text-anchor="middle">{label}</text>')
    out.append(f'<path d="M{left} {top + side}l{side} -{side}" stroke="#7d858c" stroke-dasharray="3 3"/>')
    out.append(f'<text x="{left + side / 2}" y="{top + side + 36}" text-anchor="middle">confidence</text>')
    for confidence, right, count in points:
        low, high = wilson(right, count)
        out.append(f'<path d="M{x(confidence):.1f} {y(low):.1f}V{y(high):.1f}" stroke="#14181b"/>')
        radius = max(2.5, min(7, math.sqrt(count) / 3))
        out.append(
            f'<circle cx="{x(confidence):.1f}" cy="{y(right / count):.1f}" r="{radius:.1f}">'
            f"<title>{right} of {count} right at {confidence:.2f}</title></circle>"
        )
    return "".join(out)


def main():
    said = statements(lines(sys.argv[1]))
    who = given_speakers()
    for name, pairs in (("statements", said), ("speakers", who)):
        error = sum(abs(c * n - r) for c, r, n in binned(pairs, [i / 10 for i in range(1, 10)] + [1.01]))
        print(f"{name}: {len(pairs)}, expected calibration error {error / len(pairs):.3f}", file=sys.stderr)
    print(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 325" font-family="sans-serif" font-size="12" '
        'fill="#14181b"><rect width="640" height="325" fill="#fff"/>'
        + panel(60, "Statements: share that is right", binned(said, STATEMENTS))
        + panel(380, "Speakers: share that is right", binned(who, SPEAKERS))
        + "</svg>"
    )


if __name__ == "__main__":
    main()
