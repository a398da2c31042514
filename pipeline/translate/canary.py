"""A few sentences that any sane model translates well enough: a broken checkpoint stops here, before any work."""

from collections.abc import Callable, Sequence

from pipeline import guards
from pipeline.data import Lang
from pipeline.errors import BackendError
from pipeline.language import language

TELLING = guards.HARD | {"number differs", "name differs"}


def check(model: str, lang: Lang, translate: Callable[[Sequence[str]], Sequence[str]]) -> None:
    """Has a model that was just loaded translate the canary sentences of `lang`.

    `model`: its name or directory, for the message.
    Raises BackendError: more than half of the translations are copies, empty, loops, of an odd length, not English, or
        lack the numbers and names of their sentences.
    """
    sentences = language(lang).translating.canary
    pairs = list(zip(sentences, translate(sentences), strict=True))
    wrong = [(text, english) for text, english in pairs if TELLING & set(guards.flags(text, lang, english))]
    # More than half: a sound model of little size may get one of them wrong.
    if len(wrong) * 2 > len(pairs):
        raise BackendError(
            f"{model}: translates {wrong[0][0]!r} as {wrong[0][1][:80]!r}, and {len(wrong)} of {len(pairs)} such test "
            "sentences as badly; expected plain English: the checkpoint is damaged (weights, vocabulary or tokenizer "
            f"of another model?) or does not translate from {lang!r}; get the model again or name another one"
        )
