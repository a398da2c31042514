"""What the embedded model's base translates without the adapter, three examples in the prompt: the baseline.

    python tests/tools/few_shot.py SRC de|fr SCRATCH > HYP

Prints a line a line, greedy, as it comes from the model; SCRATCH keeps the converted base for the next call.
"""

import sys
from pathlib import Path

from pipeline.language import language
from pipeline.translate import gemma
from pipeline.translate.embedded import LIMIT, STOPS

EXAMPLES = {
    "de": [
        ("Die Polizei nahm am Dienstagabend in Köln zwei Männer fest.", "Police arrested two men in Cologne on Tuesday evening."),  # noqa: E501
        ("„Wir haben lange verhandelt, am Ende aber nicht das erreicht, was wir wollten“, sagte die Ministerin.", '"We negotiated for a long time, but in the end we did not achieve what we wanted," the minister said.'),  # noqa: E501
        ("Nach Angaben des Unternehmens stieg der Umsatz im dritten Quartal um 4,2 Prozent auf 1,3 Milliarden Euro.", "According to the company, revenue rose by 4.2 percent to 1.3 billion euros in the third quarter."),  # noqa: E501
    ],
    "fr": [
        ("La police a arrêté deux hommes mardi soir à Lyon.", "Police arrested two men in Lyon on Tuesday evening."),
        ("« Nous avons longtemps négocié, mais nous n’avons finalement pas obtenu ce que nous voulions », a déclaré la ministre.", '"We negotiated for a long time, but in the end we did not achieve what we wanted," the minister said.'),  # noqa: E501
        ("Selon l’entreprise, le chiffre d’affaires a augmenté de 4,2 % au troisième trimestre, à 1,3 milliard d’euros.", "According to the company, revenue rose by 4.2 percent to 1.3 billion euros in the third quarter."),  # noqa: E501
    ],
}  # fmt: skip
BATCH = 16


def converted(scratch: Path) -> Path:
    """The base in CTranslate2's format, vocabulary cut as ever, no adapter merged."""
    target, source = scratch / "base", scratch / "source"
    if not target.is_dir():
        source.mkdir(parents=True)
        network, tokenizer = gemma.base(source)
        tokenizer.save_pretrained(source)
        gemma._cut(network, source / "tokenizer.json")
        gemma._convert(network, source, target)
    return target


def main(src: str, lang: str, scratch: str) -> None:
    import ctranslate2  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    folder = converted(Path(scratch))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    generator = ctranslate2.Generator(str(folder), compute_type="int8", inter_threads=2, intra_threads=1)
    name = language(lang).translating.embedded
    shown = "".join(f"{name}: {source}\nEnglish: {english}\n\n" for source, english in EXAMPLES[lang])
    lines = Path(src).read_text(encoding="utf-8").splitlines()
    asked = [tokenizer.encode(f"{name}: {line}\nEnglish:", add_special_tokens=False).tokens for line in lines]
    order = sorted(range(len(lines)), key=lambda at: len(asked[at]))
    running = []
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        found = generator.generate_batch(
            [asked[at] for at in batch],
            static_prompt=tokenizer.encode(shown).tokens,
            end_token=STOPS,
            max_length=3 * len(asked[batch[-1]]) + LIMIT,
            include_prompt_in_result=False,
            asynchronous=True,
        )
        running.append((batch, found))
    made = {at: one.result() for batch, found in running for at, one in zip(batch, found, strict=True)}
    for at in range(len(lines)):
        print(" ".join(tokenizer.decode(made[at].sequences_ids[0]).split()))


if __name__ == "__main__":
    main(*sys.argv[1:])
