"""The five articles whose links people marked: their sentences in English, and how the aligner does on them."""

import json
from pathlib import Path

import numpy as np

from pipeline import embed
from pipeline.align.link import matches
from pipeline.align.weigh import weigh
from pipeline.evaluate.alignment import prf

FIVE = Path(__file__).parents[1] / "gold" / "babuschkin.json"


def five(texts: dict[str, list[str]], embedder: embed.Embedder) -> None:
    """Print how the shipped weights do on the five articles, by threshold, beside the best threshold of tf-idf; `texts`
    by article, boilerplate as empty ones; `embedder`: the encoder of claims."""
    order = [(article, n) for article in texts for n in range(len(texts[article])) if texts[article][n]]
    place = {key: k for k, key in enumerate(order)}
    english = [texts[article][n] for article, n in order]
    weighed = weigh(english, embedder.embed(english), by_claims=True)
    cosine = weighed.words @ weighed.words.T
    truth: dict[str, set[tuple[int, int]]] = {"same": set(), "partly": set()}
    found, plain = [], {}
    for pair, marked in json.loads(FIVE.read_text(encoding="utf-8"))["links"].items():
        one, other = pair.split()
        for name, true in truth.items():
            true |= {(place[one, i], place[other, j]) for i, j in marked[name]}
        left, right = ([k for k, (article, _) in enumerate(order) if article == side] for side in (one, other))
        plain |= {(i, j): float(cosine[i, j]) for i in left for j in right}
        found += [m for m in matches(weighed, left, right)[1] if m.left and m.right]
    every = truth["same"] | truth["partly"]
    best = max(sorted(set(plain.values())), key=lambda t: _f(truth["same"], {k for k, v in plain.items() if v >= t})[2])
    figures = {f"tf-idf from {best:.2f}": {pair for pair, value in plain.items() if value >= best}}
    for least in (0.9, 0.5, 0.0):
        kept = [m for m in found if m.probability >= least]
        figures[f"from {least:.1f}"] = {(i, j) for m in kept for i in m.left for j in m.right}
    figures["same"] = {(i, j) for m in found if m.kind == "same" for i in m.left for j in m.right}
    for name, pairs in figures.items():
        (p, r, f), same = _f(every, pairs), _f(truth["same"], pairs)[2]
        print(f"  {name:18} {len(pairs):4} pairs: same or partly {p:.3f} {r:.3f} {f:.3f}, same {same:.3f}")


def _f(gold: set[tuple[int, int]], found: set[tuple[int, int]]) -> list[float]:
    hit = len(gold & found)
    return prf(np.array([hit, len(found), hit, len(gold)])).tolist()


def story(translated: Path | None = None) -> dict[str, list[str]]:
    """The five articles in English, boilerplate as empty texts: careful translations, or those of a sentences.jsonl."""
    gold = json.loads(FIVE.read_text(encoding="utf-8"))
    lines = translated.read_text(encoding="utf-8").splitlines() if translated else []
    machine = {(row["article"], row["text"]): row["translation"] for row in map(json.loads, lines)}
    texts = {}
    for article, sentences in gold["sentences"].items():
        english = gold["translations"].get(article) or [None] * len(sentences)
        if translated:
            english = [machine.get((article, text)) for text in sentences]
        dull = gold["boilerplate"].get(article, [])
        texts[article] = ["" if s in dull else t or s for s, t in zip(sentences, english, strict=True)]
    return texts
