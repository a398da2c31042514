"""Teach the encoder of claims what says the same: python tests/tools/fit_claim_vectors.py FACTS RESULTS […].

FACTS and RESULTS as in fit_claims.py. Low-rank differences (Hu et al., 2022) to the weights of multilingual-e5-small
are learnt so that, of the sentences of an event's other articles, those that say one fact with a sentence come nearer
to it than all others (InfoNCE, van den Oord et al., 2018, with several positives); two sentences are as near as their
nearest claims, so which claims carry a fact need not be written down. Writes pipeline/embed/claims.npz.

With --folds N --out FOLDER instead: the events in N parts, for each part what is learnt from the others, and
folds.json, event → its file; fit_claims.py needs these, since claims that were learnt from are nearer than new ones.
--leave-out NAME, repeatable: an event to be kept for judging. About four minutes for fifteen events and one part on two
processors.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fit_claims
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pipeline.embed import claims as encoder
from pipeline.embed import packed
from pipeline.embed.network import BEGIN, END, Network

RANK, SCALE = 8, 2.0
EPOCHS, RATE, WARM = 3, 1e-3, 10  # passes over the events; learning rate, falling to 0; steps of one event to reach it
TEMPERATURE = 0.05  # of cosines
FAR = -1e4  # stands for no cosine
TOGETHER = 16  # sentences that are read at once
PAD = 1
LINEARS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class LowRank(nn.Module):
    """A linear map that stays as it is, with a difference of low rank that learns."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.right = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.left = nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return self.linear(states) + (states @ self.right.T) @ self.left.T * SCALE


@dataclass(frozen=True, slots=True)
class Lesson:
    """An event: the tokens of its sentences (n, k) and which are read; for each claim the weight of each token of the
    whole in it; each claim's sentence; which two sentences (n, n) of different articles say one fact, which do not."""

    tokens: torch.Tensor
    read: torch.Tensor
    weights: torch.Tensor
    sentences: torch.Tensor
    same: torch.Tensor
    other: torch.Tensor


def lesson(event: fit_claims.Event, network: Network) -> Lesson:
    """What an event teaches."""
    keys = list(dict.fromkeys(claim.sentence for claim in event.claims))
    texts = [event.english[key] for key in keys]
    rows = [[BEGIN, *network.tokens(text), END] for text in texts]
    length = max(map(len, rows))
    tokens = torch.tensor([[*row, *[PAD] * (length - len(row))] for row in rows])
    slices = {key: [(0, 0), *network.slices(text), (0, 0)] for key, text in zip(keys, texts, strict=True)}
    weights = np.zeros((len(event.claims), len(keys), length), dtype=np.float32)
    for number, claim in enumerate(event.claims):
        inside = encoder.within(slices[claim.sentence], claim.spans)
        weights[number, keys.index(claim.sentence), : len(inside)] = inside / max(1, inside.sum())
    article = {sentence.id: sentence.article for sentence in event.result.sentences}
    apart = np.array([[article[a] != article[b] for b in keys] for a in keys])
    same = np.array([[bool(event.facts[a] & event.facts[b]) for b in keys] for a in keys]) & apart
    sentences = torch.tensor([keys.index(claim.sentence) for claim in event.claims])
    flat = torch.from_numpy(weights.reshape(len(event.claims), -1))
    return Lesson(tokens, tokens != PAD, flat, sentences, torch.from_numpy(same), torch.from_numpy(apart & ~same))


def model(content: packed.Packed) -> Any:
    """The network in torch, its linear maps with differences that learn nothing yet."""
    from transformers import XLMRobertaConfig, XLMRobertaModel

    words, places = (content.tensor(f"emb.{name}").reshape(-1, content.width) for name in ("word", "pos"))
    config = XLMRobertaConfig(
        vocab_size=len(words), hidden_size=content.width, num_hidden_layers=content.layers,
        num_attention_heads=content.heads, intermediate_size=len(content.tensor("l0.fi.b")), type_vocab_size=1,
        max_position_embeddings=len(places) + 2, layer_norm_eps=content.epsilon, pad_token_id=PAD,
    )  # fmt: skip
    made = XLMRobertaModel(config, add_pooling_layer=False)
    made.requires_grad_(False)
    put(made.embeddings.word_embeddings.weight, words)
    put(made.embeddings.position_embeddings.weight[2:], places)
    put(made.embeddings.token_type_embeddings.weight, content.tensor("emb.type")[: content.width])
    fill(made.embeddings.LayerNorm, content, "emb.ln")
    for number, layer in enumerate(made.encoder.layer):
        for name, path in {**LINEARS, **NORMS}.items():
            fill(layer.get_submodule(path), content, f"l{number}.{name}")
        for path in LINEARS.values():
            layer.set_submodule(path, LowRank(layer.get_submodule(path)))
    return made


def fill(module: Any, content: packed.Packed, name: str) -> None:
    """The weights and biases of that name."""
    put(module.weight, content.tensor(f"{name}.w"))
    put(module.bias, content.tensor(f"{name}.b"))


def put(parameter: torch.Tensor, values: NDArray[np.float32]) -> None:
    """Into a parameter."""
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(values).reshape(parameter.shape))


def states(network: Any, taught: Lesson) -> torch.Tensor:
    """(n, k, width): of all tokens; sentences of like length are read together, so that little padding is."""
    lengths, found = taught.read.sum(1), []
    order = lengths.argsort()
    half = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")  # else it is many times slower
    for rows in order.split(TOGETHER):
        longest = int(lengths[rows].max())
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            tokens, read = taught.tokens[rows, :longest], taught.read[rows, :longest]
            made = network(input_ids=tokens, attention_mask=read.long()).last_hidden_state
        found.append(nn.functional.pad(made.float(), (0, 0, 0, taught.tokens.shape[1] - longest)))
    return torch.cat(found)[order.argsort()]


def cosines(network: Any, taught: Lesson) -> torch.Tensor:
    """(n, n): how near the nearest claims of any two sentences are."""
    rows = nn.functional.normalize(taught.weights @ states(network, taught).flatten(0, 1), dim=1)
    claims, count = rows @ rows.T, len(taught.tokens)
    of_rows = torch.full((count, len(rows)), FAR)
    of_rows = of_rows.scatter_reduce(0, taught.sentences[:, None].expand(-1, len(rows)), claims, "amax")
    return torch.full((count, count), FAR).scatter_reduce(1, taught.sentences[None].expand(count, -1), of_rows, "amax")


def loss(network: Any, taught: Lesson) -> torch.Tensor:
    """How much nearer others are than what says the same."""
    near = cosines(network, taught) / TEMPERATURE
    others = torch.logsumexp(torch.where(taught.other, near, FAR), 1, keepdim=True)
    return nn.functional.softplus(others - near)[taught.same].mean()


def learn(lessons: Sequence[Lesson], content: packed.Packed) -> Any:
    """A network that learnt from them."""
    torch.manual_seed(1)
    order = random.Random(1)
    network = model(content)
    network.train()
    weights = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    steps = EPOCHS * len(lessons)
    for step in range(steps):
        if step % len(lessons) == 0:
            pass_order = order.sample(range(len(lessons)), len(lessons))
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - step / steps)
        wrong = loss(network, lessons[pass_order[step % len(lessons)]])
        wrong.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if (step + 1) % len(lessons) == 0:
            print(f"pass {(step + 1) // len(lessons)}: loss of the last event {wrong.item():.3f}", flush=True)
    return network


def check(network: Any, lessons: Mapping[str, Lesson]) -> None:
    """Print the average precision of each event's pairs of sentences, by their cosine alone."""
    from sklearn.metrics import average_precision_score

    network.eval()
    for name, taught in lessons.items():
        with torch.no_grad():
            near = cosines(network, taught).numpy()
        pairs = np.triu((taught.same | taught.other).numpy())
        print(f"{name:28} {average_precision_score(taught.same.numpy()[pairs], near[pairs]):.3f}", flush=True)


def write(network: Any, path: Path) -> None:
    """The factors of the differences, in half precision."""
    factors = {}
    for number, layer in enumerate(network.encoder.layer):
        for name, submodule in LINEARS.items():
            learnt = layer.get_submodule(submodule)
            factors[f"l{number}.{name}.w left"] = (learnt.left * SCALE).detach().numpy().astype(np.float16)
            factors[f"l{number}.{name}.w right"] = learnt.right.detach().numpy().astype(np.float16)
    with path.open("wb") as file:
        np.savez(file, **factors)


def main() -> None:
    """See the module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--out", type=Path)
    options.add_argument("--leave-out", action="append", default=[])
    chosen = options.parse_args()
    network = Network()
    content = packed.read(network.file)
    events = fit_claims.events(chosen.folders, chosen.leave_out)
    lessons = {name: lesson(event, network) for name, event in sorted(events.items())}
    if not chosen.folds:
        learnt = learn(list(lessons.values()), content)
        write(learnt, Path(encoder.__file__).with_name(encoder.DIFFERENCES))
        return
    parts = [list(lessons)[number :: chosen.folds] for number in range(chosen.folds)]
    chosen.out.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(parts):
        learnt = learn([taught for name, taught in lessons.items() if name not in part], content)
        write(learnt, chosen.out / f"{number}.npz")
        check(learnt, {name: lessons[name] for name in part})
    files = {name: f"{number}.npz" for number, part in enumerate(parts) for name in part}
    (chosen.out / "folds.json").write_text(json.dumps(files, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
