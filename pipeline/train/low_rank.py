"""LoRA (Hu et al., 2021): small differences learnt beside frozen weights, in the names and scale of PEFT's files.

Parameters and a hook on the linear layers as they are; nothing is wrapped, so a network keeps its names and its class.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BackendError
from pipeline.translate.gemma import SETTINGS, WEIGHTS

if TYPE_CHECKING:
    from torch import Tensor

SCALE = 2.0  # alpha / rank
PREFIX = "base_model.model."


def linears(network: Any) -> Iterator[tuple[str, Any]]:
    """The linear layers but for the output layer, by name."""
    from torch.nn import Linear

    # It shares its weights with the embedding, which is not learnt.
    last = network.get_output_embeddings()
    for name, module in network.named_modules():
        if isinstance(module, Linear) and module is not last:
            yield name, module


def add(network: Any, rank: int) -> None:
    """Freezes the network and gives every linear layer a difference to learn, at first zero."""
    import torch

    network.requires_grad_(False)
    random = torch.Generator().manual_seed(7)
    for _, linear in linears(network):
        down = torch.empty(rank, linear.in_features)
        torch.nn.init.kaiming_uniform_(down, a=math.sqrt(5), generator=random)
        linear.lora_A = torch.nn.Parameter(down)
        linear.lora_B = torch.nn.Parameter(torch.zeros(linear.out_features, rank))
        linear.lora_hook = linear.register_forward_hook(_differ)


def _differ(linear: Any, inputs: tuple["Tensor", ...], output: "Tensor") -> "Tensor":
    from torch.nn.functional import linear as product

    return output + product(product(inputs[0], linear.lora_A) * SCALE, linear.lora_B)


def merge(network: Any) -> None:
    """Adds the differences to the weights; the network is then as it was, but for what it learnt."""
    import torch

    for _, linear in linears(network):
        linear.lora_hook.remove()
        with torch.no_grad():
            linear.weight.add_(linear.lora_B @ linear.lora_A, alpha=SCALE)
        del linear.lora_A, linear.lora_B, linear.lora_hook


def write(network: Any, folder: Path, base: str) -> None:
    """Writes the differences in PEFT's format, weights in bfloat16."""
    import torch
    from safetensors.torch import save_file

    weights = {key: weight.detach().to(torch.bfloat16).contiguous() for key, weight in _parameters(network)}
    modules = sorted({name.rpartition(".")[2] for name, _ in linears(network)})
    rank = next(iter(weights.values())).shape[0]
    config = {
        "peft_type": "LORA",
        "base_model_name_or_path": base,
        "r": rank,
        "lora_alpha": SCALE * rank,
        "lora_dropout": 0.0,
        "target_modules": modules,
        "bias": "none",
        "inference_mode": True,
    }
    save_file(weights, folder / WEIGHTS, {"format": "pt"})
    (folder / SETTINGS).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _parameters(network: Any) -> Iterator[tuple[str, Any]]:
    for name, linear in linears(network):
        yield f"{PREFIX}{name}.lora_A.weight", linear.lora_A
        yield f"{PREFIX}{name}.lora_B.weight", linear.lora_B


def rank_of(folder: Path) -> int:
    """The rank of an adapter; a BackendError if it is none in PEFT's format."""
    return int(_config(folder)["r"])


def _config(folder: Path) -> dict[str, float]:
    path = folder / SETTINGS
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        return {"r": int(config["r"]), "lora_alpha": float(config["lora_alpha"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"{path}: {type(error).__name__}: {error}"
        raise BackendError(f"{problem}; expected a LoRA adapter in PEFT's format") from error


def load(network: Any, folder: Path) -> None:
    """Puts an adapter into a network that `add` prepared for its rank; a BackendError if it is none for this one."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    config = _config(folder)
    try:
        weights = load_file(folder / WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise BackendError(f"{folder / WEIGHTS}: {error}; copy the adapter again") from error
    expected_weights = dict(_parameters(network))
    if odd := sorted(expected_weights.keys() ^ weights.keys()):
        where = "lacks" if odd[0] in expected_weights else "has"
        raise BackendError(f"{folder / WEIGHTS}: {where} {odd[0]} ({len(odd)} such); expected an adapter of this model")
    for key, weight in weights.items():
        if weight.shape != expected_weights[key].shape:
            shape, expected = tuple(weight.shape), tuple(expected_weights[key].shape)
            raise BackendError(f"{folder / WEIGHTS}: {key} is {shape}; expected {expected}: another model, or rank")
        # Another alpha is another scale of B; ours is fixed, so B takes it up.
        factor = config["lora_alpha"] / config["r"] / SCALE if ".lora_B." in key else 1.0
        with torch.no_grad():
            expected_weights[key].copy_(weight.float() * factor)
