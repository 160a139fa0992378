"""Draws what gathering costs as the set grows: time and memory by documents.

    for n in 10000 30000 100000 300000 1000000; do RAYON_NUM_THREADS=1 target/release/examples/gathering $n; done > gathering.tsv
    python3 docs/gathering.py gathering.tsv > docs/pictures/gathering.svg

A line of `gathering.tsv` has the number of documents; the microseconds a document that copies, stories,
people and all three took; and the MB that the documents take, that copies and stories take above them
at most, and that all three take.
"""

import math
import sys

WIDTH, HEIGHT, TOP = 225, 200, 46
STAGES = [("copies", 1, "#7d858c"), ("stories", 2, "#0b6e75"), ("people", 3, "#b3541e"), ("all", 4, "#14181b")]
MEMORY = [("the documents", 5, "#7d858c"), ("copies and stories", 6, "#0b6e75"), ("with people", 7, "#14181b")]


def rows(path):
    return [[float(it) for it in line.split("\t")] for line in open(path, encoding="utf-8") if line.strip()]


def ticks(most):
    """About four round numbers from 0 up to `most`."""
    step = 10 ** math.floor(math.log10(most / 4))
    step = next(step * it for it in (1, 2, 5, 10) if step * it * 4.5 >= most)
    return [step * it for it in range(math.ceil(most / step) + 1)]


def short(number):
    return f"{number / 1e6:g}M" if number >= 1e6 else f"{number / 1000:g}k" if number >= 1000 else f"{number:g}"


def panel(left, title, table, series, value, unit):
    sizes = [row[0] for row in table]
    low, high = math.log10(min(sizes)), math.log10(max(sizes))
    marks = ticks(max(value(row, column) for row in table for _, column, _ in series))
    x = lambda size: left + 10 + (WIDTH - 20) * (math.log10(size) - low) / max(high - low, 1e-9)
    y = lambda it: TOP + HEIGHT * (1 - it / marks[-1])
    out = [f'<text x="{left}" y="24" font-weight="600">{title}</text>']
    for mark in marks:
        out.append(f'<path d="M{left} {y(mark):.1f}h{WIDTH}" stroke="#e3e6e8"/>')
        out.append(f'<text x="{left - 8}" y="{y(mark) + 4:.1f}" text-anchor="end">{unit(mark)}</text>')
    for size in sizes:
        out.append(f'<text x="{x(size):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{short(size)}</text>')
    out.append(f'<text x="{left + WIDTH / 2}" y="{TOP + HEIGHT + 36}" text-anchor="middle">documents</text>')
    names = []
    for name, column, colour in series:
        points = [(x(row[0]), y(value(row, column)), value(row, column)) for row in table]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b, _ in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        out += [
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.5" fill="{colour}"><title>{it:.0f}</title></circle>'
            for a, b, it in points
        ]
        names.append([name, points[-1][1], colour])
    # Names beside the ends of their lines, none on another.
    names.sort(key=lambda it: it[1])
    for before, after in zip(names, names[1:]):
        after[1] = max(after[1], before[1] + 14)
    for name, at, colour in names:
        out.append(f'<text x="{left + WIDTH - 4}" y="{at + 4:.1f}" fill="{colour}">{name}</text>')
    return "".join(out)


def main():
    table = rows(sys.argv[1])
    time = panel(60, "Microseconds a document, one core", table, STAGES, lambda row, at: row[at], lambda it: f"{it:g}")
    each = lambda row, at: row[at] * 1000 / row[0]
    memory = panel(410, "Memory, kB a document", table, MEMORY, each, lambda it: f"{it:g}")
    print(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" font-family="sans-serif" font-size="12" '
        'fill="#14181b"><rect width="760" height="300" fill="#fff"/>' + time + memory + "</svg>"
    )


if __name__ == "__main__":
    main()
