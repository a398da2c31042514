"""Makes the table "Translation scores" of docs/results.md: our translators beside stored systems, line by line.

    python tests/tools/sheet.py FOLDER [--translator embedded]… [--lines N] [--keep DIR]

FOLDER holds `<set>.<de|fr>-en.src` and `.ref`, and of other systems `<set>.<system>.hyp`. All are scored together by
`pipeline.evaluate.translation`, ours first. With --keep, translations are written to DIR as `<set>.<translator>.hyp`
and, at the next call, taken from there: delete them when the translator has changed.
"""

import argparse
import html
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from pipeline import translate
from pipeline.data import Lang
from pipeline.evaluate import translation
from pipeline.evaluate.paired import Sampling
from pipeline.evaluate.scored import Report, Score, Segment, Testset, digest
from pipeline.translate import Translator, checked

SETS = ("newstest2021.de-en", "newstest2020.de-en", "newstest2014.fr-en", "flores-dev.de-en", "flores-dev.fr-en")
METRICS = ("BLEU", "chrF2++")


def lines(path: Path, most: int | None) -> list[str]:
    """Some engines' files were stored with `&#39;` for an apostrophe."""
    return [html.unescape(line) for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n")[:most]]


def translated(translator: Translator, sources: Sequence[str], lang: Lang, keep: Path | None) -> list[str]:
    """As a run makes them, with all checks."""
    if keep and keep.exists():
        return lines(keep, len(sources))
    made = [one.text for one in checked.translate(translator, sources, lang, [()] * len(sources))]
    if keep:
        keep.write_text("".join(f"{text}\n" for text in made), encoding="utf-8")
    return made


def report(folder: Path, name: str, ours: dict[str, Translator], most: int | None, keep: Path | None) -> Report:
    lang = cast("Lang", name.rsplit(".", 1)[1][:2])
    sources, references = (lines(folder / f"{name}.{end}", most) for end in ("src", "ref"))
    made = {
        called: translated(one, sources, lang, keep and keep / f"{name}.{called}.hyp") for called, one in ours.items()
    }
    for path in sorted(folder.glob(f"{name}.*.hyp")):
        made[path.name.removeprefix(f"{name}.").removesuffix(".hyp")] = lines(path, most)
    rows = zip(sources, references, zip(*made.values(), strict=True), strict=True)
    segments = tuple(
        Segment(str(at), texts, (reference,), source, lang) for at, (source, reference, texts) in enumerate(rows, 1)
    )
    testset = Testset(name, tuple(made), segments, digest(segments))
    return translation.report(testset, Sampling(), translation.counted(testset, (), 1), fields=())


def table(found: Sequence[Report]) -> Iterator[str]:
    """A line a set and system: figures with their intervals, and what the paired tests say of it against ours."""
    yield f"| set | system | {' | '.join(METRICS)} | against {found[0].systems[0]}, BLEU |"
    yield "|---|---|---|---|---|"
    for made in found:
        verdicts = {one.system: one for one in made.comparisons if one.metric == METRICS[0]}
        for system, scores in zip(made.systems, made.scores, strict=True):
            figures = [figure(one) for name in METRICS for one in scores if one.metric == name]
            said = verdicts.get(system)
            against = f"{said.difference:+.1f}, {said.verdict}" if said else ""
            label = f"{made.testset}, {made.n:,} lines" if system == made.systems[0] else ""
            yield f"| {label} | {system} | {' | '.join(figures)} | {against} |"


def figure(one: Score) -> str:
    return f"{one.value:.1f}" + ("" if one.half is None else f" ± {one.half:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--translator", action="append", default=[], metavar="NAME")
    parser.add_argument("--set", action="append", default=[], metavar="NAME")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--keep", type=Path, metavar="DIR")
    given = parser.parse_args()
    ours = {
        name: translate.load(name, {}, lambda said: print(said, file=sys.stderr))
        for name in given.translator or ["embedded"]
    }
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    found = [report(given.folder, name, ours, given.lines, given.keep) for name in given.set or SETS]
    print("\n".join(table(found)))
    print()
    for name, one in ours.items():
        print(f"{name}: `{one.signature('de')}`")
    for score in found[0].scores[0]:
        if score.metric in METRICS:
            print(f"{score.metric}: `{score.signature}`; ± is sacrebleu's 95 % interval")
    print("Verdicts: paired bootstrap and paired approximate randomisation, the greater p, corrected (Holm, 1979).")


if __name__ == "__main__":
    main()
