"""Texts to what the network sees: words, sub-words, letter shapes, layout, windows, gold.

The Rust engine does the same (`src/network/`). All offsets are Unicode code points.
"""

import gzip
import json
import random
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from pathlib import Path

CLS, SEP, UNKNOWN = 101, 102, 100
MAX_SUBWORDS = 256  # a window, with the two marks at its ends
OVERLAP = 48  # sub-words of the window before that a window sees again
MAX_WORD = 100  # characters; longer words are unknown

# The labels of a word as one cue sees it.
LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
ROLES = ["source", "cue", "content"]
NAMES = ["O", "person", "organisation", "place", "other", "date", "number"]
SILVER_NAMES = {
    "O": 0, "PERSON": 1, "ORGANIZATION": 2, "LOCATION": 3, "MISC": 4,
    "DATE": 5, "TIME": 5, "DURATION": 5, "SET": 5,
    "NUMBER": 6, "PERCENT": 6, "MONEY": 6, "ORDINAL": 6,
}  # fmt: skip
# Universal parts of speech, in place of the Penn tags of the silver files.
PARTS = ["other", "noun", "name", "adposition", "determiner", "adjective", "punctuation", "verb-past",
         "verb-present", "verb-base", "participle", "pronoun", "adverb", "conjunction", "number", "modal", "wh"]  # fmt: skip
SILVER_PARTS = {
    "NN": 1, "NNS": 1, "NNP": 2, "NNPS": 2, "IN": 3, "TO": 3, "RP": 3, "DT": 4, "PDT": 4, "JJ": 5, "JJR": 5,
    "JJS": 5, ",": 6, ".": 6, ":": 6, "``": 6, "''": 6, "-RRB-": 6, "-LRB-": 6, "VBD": 7, "VBZ": 8, "VBP": 8,
    "VB": 9, "VBN": 10, "VBG": 10, "PRP": 11, "PRP$": 11, "EX": 11, "RB": 12, "RBR": 12, "RBS": 12, "CC": 13,
    "CD": 14, "MD": 15, "WP": 16, "WDT": 16, "WRB": 16, "WP$": 16,
}  # fmt: skip
N_SHAPES = 10
N_LAYOUTS = 8
# Upper ends of the buckets of a distance in words; the last bucket is open.
DISTANCES = [0, 1, 2, 3, 4, 6, 9, 14, 22, 40, 80]
N_DISTANCES = 2 * len(DISTANCES) + 1
SENTENCE_REACH = 3
PARAGRAPH_REACH = 2

APOSTROPHES = "’'‘"
IGNORED = -100


def is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def split_words(text: str) -> list[tuple[int, int]]:
    """Runs of letters and digits, joined by apostrophes, and by . , : between digits; else one character."""
    spans = []
    at, end = 0, len(text)
    while at < end:
        start = at
        if text[at].isspace():
            at += 1
            continue
        at += 1
        if is_word(text[start]):
            while at < end:
                if is_word(text[at]):
                    at += 1
                elif at + 1 < end and text[at] in APOSTROPHES and is_word(text[at + 1]):
                    at += 2
                elif (
                    at + 1 < end and text[at] in ".,:" and text[at - 1].isdecimal() and text[at + 1].isdecimal()
                ):
                    at += 2
                else:
                    break
        spans.append((start, at))
    return spans


class Vocabulary:
    """The word pieces of the base model."""

    def __init__(self, path: Path):
        pieces = path.read_text(encoding="utf-8").splitlines()
        self.ids = {piece: number for number, piece in enumerate(pieces)}
        self.known: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._pieces(word)
        return found

    def _pieces(self, word: str) -> list[int]:
        decomposed = unicodedata.normalize("NFD", word.lower())
        letters = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
        ids: list[int] = []
        for part in split_at_marks(letters):
            ids += self._longest(part)
        return ids or [UNKNOWN]

    def _longest(self, part: str) -> list[int]:
        if len(part) > MAX_WORD:
            return [UNKNOWN]
        ids, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self.ids:
                    ids.append(self.ids[piece])
                    break
                end -= 1
            if end == start:
                return [UNKNOWN]
            start = end
        return ids


def split_at_marks(word: str) -> list[str]:
    """Cuts a word at its apostrophes and other marks, as the base model was trained."""
    parts, run = [], ""
    for char in word:
        if is_mark(char):
            parts += [run, char] if run else [char]
            run = ""
        else:
            run += char
    return parts + [run] if run else parts


def is_mark(char: str) -> bool:
    if char.isascii():
        return not char.isalnum()
    return unicodedata.category(char).startswith("P") or 0x4E00 <= ord(char) <= 0x9FFF


def shape(word: str) -> int:
    """How a word is written: the base model does not tell capitals from small letters."""
    letters = [char for char in word if char.isalpha()]
    if letters:
        if any(char.isnumeric() for char in word):
            return 5
        if all(char.isupper() for char in letters):
            return 3 if len(letters) > 1 else 4
        if letters[0].isupper():
            return 2
        return 6 if any(char.isupper() for char in letters) else 1
    if word[0].isnumeric():
        return 7
    return 8 if word in "“”\"«»„" else 9


@dataclass
class Article:
    """A text as the network sees it, one entry a word."""

    id: str
    text: str
    words: list[tuple[int, int]]
    pieces: list[list[int]]
    shapes: list[int]
    layouts: list[int]  # inside quotation marks + 2 * first of its line + 4 * after white space
    sentences: list[int]  # the number of its sentence
    paragraphs: list[int]
    starts: list[bool]  # first of its sentence
    gold: list[dict] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    soft: object = None

    @property
    def n_pieces(self) -> int:
        return sum(map(len, self.pieces))


def read_article(vocabulary: Vocabulary, id: str, text: str) -> Article:
    words = split_words(text)
    strings = [text[start:end] for start, end in words]
    shapes, layouts, sentences, paragraphs, starts = [], [], [], [], []
    inside = False
    sentence = paragraph = -1
    before = 0
    for at, ((start, end), word) in enumerate(zip(words, strings)):
        gap = text[before:start]
        first = at == 0 or "\n" in gap
        if first:
            inside = False
            paragraph += 1
        closing = False
        if word in ("“", "„", "«"):
            inside = True
        elif word in ("”", "»"):
            closing, inside = True, False
        elif word == '"':
            closing, inside = inside, not inside
        elif word == "'" and at + 1 < len(words) and strings[at + 1] == "'" and words[at + 1][0] == end:
            # Two apostrophes in place of a quotation mark.
            closing, inside = inside, not inside
        elif word == "'" and at > 0 and strings[at - 1] == "'" and words[at - 1][1] == start:
            closing = layouts[-1] & 1 == 1 and not inside
        shapes.append(shape(word))
        layouts.append(int(inside or closing) + 2 * first + 4 * bool(gap))
        start_of_sentence = first or (ends_sentence(strings, at) and word not in CLOSERS)
        sentence += start_of_sentence
        starts.append(start_of_sentence)
        sentences.append(sentence)
        paragraphs.append(paragraph)
        before = end
    pieces = [vocabulary.pieces(word) for word in strings]
    return Article(id, text, words, pieces, shapes, layouts, sentences, paragraphs, starts)


CLOSERS = ("”", '"', "’", "»", "'")


def ends_sentence(strings: list[str], at: int) -> bool:
    """Whether the word before `at` ends a sentence."""
    if strings[at - 1] in (".", "?", "!"):
        return True
    return at > 1 and strings[at - 1] in CLOSERS and strings[at - 2] in (".", "?", "!")


def word_range(article: Article, start: int, end: int) -> tuple[int, int]:
    """The words that share a character with a span, as a half-open range."""
    first = bisect_right(article.words, (start, 1 << 60)) - 1
    if first < 0 or article.words[first][1] <= start:
        first += 1
    last = bisect_left(article.words, (end, -1))
    return first, last


def add_gold(article: Article, attributions: list[dict]) -> None:
    """Gold as one entry a cue: the cue's first word and the word ranges of each role."""
    cues: dict[int, dict] = {}
    for attribution in attributions:
        ranges = {}
        for role in ROLES:
            spans = sorted(word_range(article, *span) for span in attribution.get(role) or [])
            joined: list[tuple[int, int]] = []
            for start, end in spans:
                if start >= end:
                    continue
                if joined and start <= joined[-1][1]:
                    joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
                else:
                    joined.append((start, end))
            ranges[role] = joined
        if ranges["cue"] and ranges["content"]:
            anchor = ranges["cue"][0][0]
            cues.setdefault(anchor, dict(anchor=anchor, **ranges))
    article.gold = [cues[anchor] for anchor in sorted(cues)]


def add_silver(article: Article, silver: dict) -> None:
    """Names and parts of speech that CoreNLP gave the words; IGNORED where it has none."""
    tokens = [token for sentence in silver["sents"] for token in sentence["tok"]]
    starts = [token[0] for token in tokens]
    for start, end in article.words:
        at = bisect_right(starts, start) - 1
        if at >= 0 and tokens[at][1] <= start:
            at += 1
        if 0 <= at < len(tokens) and tokens[at][0] < end:
            article.names.append(SILVER_NAMES.get(tokens[at][4], 0))
            article.parts.append(SILVER_PARTS.get(tokens[at][3], 0))
        else:
            article.names.append(IGNORED)
            article.parts.append(IGNORED)


def lines(path: Path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_gold(vocabulary: Vocabulary, gold: Path, silver: Path | None = None) -> list[Article]:
    tagged = {line["id"]: line for line in lines(silver)} if silver else {}
    articles = []
    for line in lines(gold):
        article = read_article(vocabulary, line["id"], line["text"])
        add_gold(article, line["attributions"])
        if line["id"] in tagged:
            add_silver(article, tagged[line["id"]])
        articles.append(article)
    return articles


def windows(article: Article, overlap: int = 0, first: int = 0) -> list[tuple[int, int]]:
    """Cuts an article into ranges of words that fit, at sentence ends where it can.

    With an overlap a window begins with the last sentences of the one before.
    """
    room = MAX_SUBWORDS - 2
    n_words = len(article.words)
    ranges = []
    start = first
    while start < n_words:
        used, end = 0, start
        while end < n_words and used + len(article.pieces[end]) <= room:
            used += len(article.pieces[end])
            end += 1
        end = max(end, start + 1)
        if end < n_words:
            cut = end
            while cut > start + (end - start) * 6 // 10 and not article.starts[cut]:
                cut -= 1
            if article.starts[cut] and cut > start:
                end = cut
        ranges.append((start, end))
        if end >= n_words:
            break
        start = max(seen_again(article, start, end, overlap), start + 1)
    return ranges


def seen_again(article: Article, start: int, end: int, overlap: int) -> int:
    """Where the next window begins: the earliest sentence start within the overlap."""
    at, seen = end, 0
    while at > start + 1 and seen + len(article.pieces[at - 1]) <= overlap:
        at -= 1
        seen += len(article.pieces[at])
    begin = at
    while begin < end and not article.starts[begin]:
        begin += 1
    return begin if begin < end or not overlap else at


def distance_bucket(distance: int) -> int:
    """-1 .. -inf and 0 .. inf to 0 .. N_DISTANCES - 1, the middle for 0."""
    size = bisect_left(DISTANCES, abs(distance))
    return len(DISTANCES) + (size if distance >= 0 else -size)


def shuffled(items: list, seed: int) -> list:
    order = list(items)
    random.Random(seed).shuffle(order)
    return order
