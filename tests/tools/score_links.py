"""How good are the links of the five articles? python tests/tools/score_links.py [aligned/…/result.json]

Compares the links of a result from .5 on, the aligner's alone and all, with those that a person made
(tests/gold/babuschkin.json): precision, recall and F of linked pairs of sentences.
"""

import json
import sys
from pathlib import Path
from typing import Any

from facts import linked

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "babuschkin.json"
RESULT = ROOT / "aligned" / "babuschkin-leaves-xai" / "result.json"

Pairs = set[frozenset[str]]


def main() -> None:
    """Score and print."""
    result = json.loads(Path(*sys.argv[1:2] or [RESULT]).read_text("utf-8"))
    gold = by_hand(json.loads(GOLD.read_text("utf-8")), result["sentences"])
    for name, pairs in linked(result).items():
        for kind, true in (("same", gold["same"]), ("same or partly", gold["same"] | gold["partly"])):
            hits = len(pairs & true)
            figures = hits / len(pairs), hits / len(true), 2 * hits / (len(pairs) + len(true))
            print(f"{name:15} {len(pairs):4} pairs, {kind:15} {figures[0]:.3f} {figures[1]:.3f} {figures[2]:.3f}")


def by_hand(gold: dict[str, Any], sentences: list[dict[str, Any]]) -> dict[str, Pairs]:
    """Kind → the pairs of sentences (ids) that a person linked."""
    true: dict[str, Pairs] = {"same": set(), "partly": set()}
    for articles, marked in gold["links"].items():
        left, right = articles.split()
        for kind, pairs in marked.items():
            for i, j in pairs:
                texts = (left, gold["sentences"][left][i]), (right, gold["sentences"][right][j])
                true[kind].add(frozenset(sentence(article, text, sentences) for article, text in texts))
    return true


def sentence(article: str, text: str, sentences: list[dict[str, Any]]) -> str:
    """The sentence (id) of a text. What stood at its head, such as a date, may be no part of it any more."""
    return next(
        one["id"] for one in sentences if one["article"] == article and text.strip().endswith(one["text"].strip())
    )


if __name__ == "__main__":
    main()
