"""How true is what a run shows of events whose truth is known? Runs each event and prints one table.

    SYNOPSIS_SHARED=… python tests/tools/facts.py [--machine] [--work FOLDER] [--memory FOLDER]
                                                [--events FOLDER] [EVENT …]

Reads `facts/` of the shared folder: for each event its articles, careful English of each foreign sentence, and what is
true of them. Without --machine the careful English is imported first, so that the comparison alone is measured. Below
the scorer's table stands, kind by kind, how many of the listed differences are right: those that part two sides of a
contradiction of their kind, minor ones included.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from importlib import util
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from pipeline.data import SORTS

NOT_JUDGED = frozenset(kind for kind, sort in SORTS.items() if sort in ("spelling", "silence"))


def main() -> None:
    """Run, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machine", action="store_true", help="translate instead of importing the careful English")
    parser.add_argument("--work", type=Path, help="keep the results here; what is there is not run again")
    parser.add_argument("--memory", type=Path, help="keep vectors and translations here, for the next time")
    parser.add_argument("--words", action="store_true", help="list every point that is not right")
    parser.add_argument("--events", type=Path, dest="folder", help="events of another folder than the scorer's")
    parser.add_argument("events", nargs="*", help="by default all")
    options = parser.parse_args()
    scored_by = Path(os.environ.get("SYNOPSIS_SHARED", Path(__file__).parents[3] / "shared")) / "facts"
    facts = options.folder or scored_by
    events = options.events or sorted(path.parent.name for path in facts.glob("*/truth.json"))
    with TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        results = [result(facts / event, work, options.memory or work, options.machine) for event in events]
        pairs = [str(path) for event, found in zip(events, results, strict=True) for path in (facts / event, found)]
        words = ["--words"] * options.words
        subprocess.run([sys.executable, str(scored_by / "score.py"), *pairs, *words], check=True)
        print(f"\nlinks from .5 on{'pairs':>21}{'precision':>12}{'recall':>8}{'F':>13}")
        for name, (hits, pairs_found, true) in links(facts, events, results).items():
            precision, recall = hits / max(pairs_found, 1), hits / true
            mean = 2 * hits / (pairs_found + true)
            print(f"  {name:15}{pairs_found:>20}{precision:>12.2f}{recall:>8.2f}{mean:>13.2f}")
        print(f"\nof what is listed{'right':>20}{'other kind':>12}{'wrong':>8}{'share right':>13}")
        for kind, count in sorted(listed(scorer(scored_by), facts, events, results).items()):
            share = count["right"] / count.total()
            print(f"  {kind:15}{count['right']:>20}{count['other kind']:>12}{count['wrong']:>8}{share:>13.2f}")


def result(event: Path, work: Path, memories: Path, machine: bool) -> Path:
    """The event's result.json, made if it is not there."""
    made = work / ("machine" if machine else "careful") / event.name / "result.json"
    if not made.exists():
        memory = memories / f"{'machine' if machine else 'careful'}-{event.name}.sqlite"
        synopsis = [sys.executable, "-m", "pipeline"]
        if not machine and (event / "english.tmx").exists():
            subprocess.run([*synopsis, "memory", "import", event / "english.tmx", "--memory", memory], check=True)
        subprocess.run([*synopsis, "run", event / "raw", "-o", made.parents[1], "--memory", memory], check=True)
    return made


def scorer(facts: Path) -> ModuleType:
    """The scorer, as a module."""
    spec = util.spec_from_file_location("score", facts / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed(score: ModuleType, facts: Path, events: list[str], results: list[Path]) -> dict[str, Counter[str]]:
    """Kind, "all" and "all solid" → how many of the listed differences are right, of another kind, wrong."""
    counts: dict[str, Counter[str]] = {}
    for name, found in zip(events, results, strict=True):
        event = score.Event(str(facts / name), str(found))
        for difference in json.loads(found.read_text("utf-8"))["synopsis"]["differences"]:
            if difference["kind"] in NOT_JUDGED:
                continue
            solid = ["all solid"] * (difference["trust"] == "solid")
            for kind in (difference["kind"], "all", *solid):
                counts.setdefault(kind, Counter())[verdict(event, difference)] += 1
    return counts


def links(facts: Path, events: list[str], results: list[Path]) -> dict[str, tuple[int, int, int]]:
    """Of the aligner alone, and with those by claims: true linked pairs of sentences, linked pairs, true pairs.

    A pair is true where its sentences share a fact.
    """
    totals = {"by the aligner": Counter[str](), "and by claims": Counter[str]()}
    for name, found in zip(events, results, strict=True):
        result = json.loads(found.read_text("utf-8"))
        true = shared_facts(json.loads((facts / name / "truth.json").read_text("utf-8")), result["sentences"])
        for kind, pairs in linked(result).items():
            totals[kind].update(hits=len(pairs & true), found=len(pairs), true=len(true))
    return {kind: (count["hits"], count["found"], count["true"]) for kind, count in totals.items()}


def linked(result: dict[str, Any]) -> dict[str, set[frozenset[str]]]:
    """The pairs of sentences (ids) that links from .5 on join: the aligner's alone, and with those by claims."""
    every = [link for one in result["alignments"] for link in one["links"] if link["probability"] >= 0.5]
    kinds = {"by the aligner": [link for link in every if not link["by_claims"]], "and by claims": every}
    return {
        kind: {frozenset(pair) for link in of_kind for pair in product(link["left"], link["right"])}
        for kind, of_kind in kinds.items()
    }


def shared_facts(truth: dict[str, Any], sentences: list[dict[str, Any]]) -> set[frozenset[str]]:
    """The pairs of sentences (ids) of two articles that tell one fact."""
    pairs = set()
    for fact in truth["facts"]:
        telling = {}
        for article, pieces in fact["in"].items():
            own = [one for one in sentences if one["article"] == article]
            telling[article] = [one["id"] for one in own if any(piece[:30] in one["text"] for piece in pieces)]
        for left, right in combinations(telling.values(), 2):
            pairs |= {frozenset(pair) for pair in product(left, right)}
    return pairs


def verdict(event: object, difference: dict[str, object]) -> str:
    """Whether a difference parts two sides of a contradiction of its kind, of another kind, of none."""
    fits, contradictions = event.fits, event.against  # type: ignore[attr-defined]
    if any(fits(difference, known) for known in contradictions):
        return "right"
    return "other kind" if any(fits(difference, known, True) for known in contradictions) else "wrong"


if __name__ == "__main__":
    main()
