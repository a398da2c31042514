"""Scores a translator on a test set of lines: BLEU and chrF2++ with their signatures, speed, memory, flags.

    python tests/tools/score_translate.py PREFIX de [--lines N] [--translator embedded] [--option KEY=VALUE]…

PREFIX.src and PREFIX.ref are read; each line is one sentence to it. --plain asks the model alone, without the
checks that follow it in a run.
"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from pipeline import guards, translate
from pipeline.data import Lang, Output
from pipeline.translate import checked


def lines(path: str, most: int | None) -> list[str]:
    return Path(path).read_text(encoding="utf-8").removesuffix("\n").split("\n")[:most]


def pair(text: str) -> tuple[str, str | int]:
    """KEY=VALUE; figures are a number."""
    key, _, value = text.partition("=")
    return key, int(value) if value.isdigit() else value


def report(outputs: Sequence[Output], sources: list[str], references: list[str], lang: Lang, seconds: float) -> None:
    texts = [one.text for one in outputs]
    for metric in (sacrebleu.BLEU(), sacrebleu.CHRF(word_order=2)):
        score = metric.corpus_score(texts, [references])
        print(f"{score.name} {score.score:.1f}   {metric.get_signature()}")
    print(f"{len(texts) / seconds:.2f} sentences/s, {len(' '.join(sources).split()) / len(sources):.1f} words each")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    found = Counter(flag for one, text in zip(texts, sources, strict=True) for flag in guards.flags(text, lang, one))
    befell = Counter(flag for one in outputs for flag in translate.flags(one))
    print("flags:", ", ".join(f"{flag} {count}" for flag, count in found.most_common()) or "none")
    print("befell:", ", ".join(f"{flag} {count}" for flag, count in befell.most_common()) or "nothing")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("lang", choices=("de", "fr"))
    parser.add_argument("--lines", type=int)
    parser.add_argument("--translator", default="embedded")
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--write", type=Path, help="Keep the translations here.")
    given = parser.parse_args()
    sources, references = (lines(f"{given.prefix}.{end}", given.lines) for end in ("src", "ref"))
    translator = translate.load(given.translator, dict(pair(one) for one in given.option), print)
    print(translator.signature(given.lang))
    translator.translate(["Paris."], given.lang)  # loading is not the work
    start = time.monotonic()
    if given.plain:
        outputs = translator.translate(sources, given.lang)
    else:
        outputs = checked.translate(translator, sources, given.lang, [()] * len(sources))
    seconds = time.monotonic() - start
    report(outputs, sources, references, given.lang, seconds)
    if given.write:
        given.write.write_text("".join(f"{one.text}\n" for one in outputs), encoding="utf-8")


if __name__ == "__main__":
    main()
