"""Trained weights to the files that the engine reads: matrices in eight-bit integers, the rest in floats.

Weights keep to -63 .. 63: machines without eight-bit dot products add pairs of products in sixteen bits, and
so never overflow. Word pieces, which no training touches, go to a file of their own that networks share.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

LARGEST = 63
# Shares of the largest weight that are tried as the bound; what lies beyond is cut.
BOUNDS = [1.0, 0.95, 0.9, 0.85, 0.8, 0.7]
INTEGER_MATRICES = (".qkv", ".out", ".up", ".down", "narrow")


def quantise(weight: torch.Tensor, largest: int = LARGEST) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows to integers and the step of each row; the bound of the least squared error."""
    peak = weight.abs().amax(1, keepdim=True).clamp(min=1e-8)
    best = torch.full_like(peak, float("inf"))
    step = peak / largest
    for bound in BOUNDS:
        tried = peak * bound / largest
        rounded = (weight / tried).round().clamp(-largest, largest) * tried
        error = (rounded - weight).square().sum(1, keepdim=True)
        step = torch.where(error < best, tried, step)
        best = torch.minimum(error, best)
    return (weight / step).round().clamp(-largest, largest).to(torch.int8), step.flatten()


def tables_of(net) -> dict[str, torch.Tensor]:
    pieces, steps = quantise(net.word.weight.detach(), 127)
    return {"word.weight": pieces, "word.scale": steps}


def tensors_of(net) -> dict[str, torch.Tensor]:
    """All but the word pieces; matrices by input and output."""
    tensors = {}
    for name, value in net.state_dict().items():
        value = value.detach().float()
        module = name.rsplit(".", 1)[0]
        if name.startswith("word."):
            continue
        if name.startswith("position."):
            value = value[:256]
        if name.endswith(".depthwise.weight"):
            tensors[name] = value[:, 0].T
            number = int(name.split(".")[1])
            tensors[f"layers.{number}.dilation"] = torch.tensor([float(net.layers[number].depthwise.dilation[0])])
        elif name.endswith(".weight") and any(module.endswith(it) for it in INTEGER_MATRICES):
            tensors[name], tensors[module + ".scale"] = quantise(value)
            tensors[name] = tensors[name].T
        elif name.endswith(".weight") and module in ("cue", "flat", "names", "parts", "of_cue", "of_word", "role"):
            tensors[name] = value.T
        else:
            tensors[name] = value
    return {name: value.contiguous() for name, value in tensors.items()}


def rounded(net):
    """The network with its weights as the engine will see them, for measuring."""
    with torch.no_grad():
        pieces, steps = quantise(net.word.weight, 127)
        net.word.weight.copy_(pieces.float() * steps[:, None])
        for name, module in net.named_modules():
            if isinstance(module, torch.nn.Linear) and any(name.endswith(it) for it in INTEGER_MATRICES):
                weight, step = quantise(module.weight)
                module.weight.copy_(weight.float() * step[:, None])
    return net


def export(net, folder: Path, name: str, calibration: list[float], tables: bool = False):
    folder.mkdir(parents=True, exist_ok=True)
    tensors = tensors_of(net) | {"calibration": torch.tensor(calibration)}
    save_file(tensors, str(folder / f"{name}.safetensors"))
    if tables:
        save_file(tables_of(net), str(folder / "words.safetensors"))
