"""Whose words a clause is: the outlet's own, somebody's reported, somebody's quoted."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.claims import facets
from pipeline.claims.clauses import Clause, hanging, has, of_object, of_saying, parted, quotes, whole
from pipeline.data import Manner, Source
from pipeline.language.claims import ACCOUNTS, ADMITTING, INTERPOSED, SAYING, SAYING_NOUNS, TELLING

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIRST = frozenset("i we me us my our mine ours myself ourselves".split())  # noqa: SIM905
_OUTLETS = frozenset({"its", "our", "my", "your"})
_NAME = r"[A-Z][\w’'.-]*\w(?:\s[A-Z][\w’'.-]*\w)*"
_JOINING = r"(?:of|in|at|on|from|for|to|by|with|after|before|when|who|which|and|as|a|an|the)\b"
_SPEAKER = re.compile(  # "Never," rants mayor Al Perry; "Never," declared the Danish prime minister, Al Perry
    rf"(?:[,!?]\s?[\"”»]|[\"”»],)\s*(?!and|but|as|or|when|while)(?:[a-z]+(?:s|ed)|said)\s(?:up\s|out\s)?"
    r"(?:for (?:his|her|its|their) part,?\s)?"
    rf"((?:[a-z]+\s){{0,3}}{_NAME}(?:(?:\s(?!{_JOINING})[a-z]+){{1,3}},?\s{_NAME})?"
    rf"|the\s(?:[\w-]+\s){{0,4}}[a-z]+,\s{_NAME})"
)
_SPEAKING = rf"(?:the|an?|one|his|her|its|their)\s[\w’' -]{{3,60}}?(?:, [\w’' -]{{3,60}},?)?|{_NAME}|it|he|she|they"
_WHEN = r"(?:\s(?:(?:late|early)\s)?(?:on|in|at)\s[\w\s]{3,30})?"
# One bridge in three needs work, the engineers estimate; the court announced on Monday.
_TRAILING = re.compile(rf",\s(?P<speaker>{_SPEAKING})\s(?P<verb>[a-z]+){_WHEN}[.]?$")
_INVERTED = re.compile(rf",\s(?P<verb>[a-z]+)\s(?P<speaker>{_SPEAKING})[.]?$")  # He will appeal, adds his lawyer.
_DECREED = re.compile(  # "Whoever pays once pays for ever", the minister, Henrike Stolz, had decreed.
    rf"[\"”»],?\s((?:the|an?|his|her|its|their)\s[\w’' -]{{3,60}}?(?:,\s{_NAME})?|{_NAME}),?"
    r"\s(?:had|has)\s[a-z]+(?:ed|en|id)[.]?$"
)
NEAR = 15  # characters between a clause and the mark that ends its quotation
QUOTED = 0.6  # of a clause's letters that stand between quotation marks, for it to be a quotation


def source(clause: Clause, quoted: Sequence[tuple[int, int]]) -> Source:
    """Who says what a clause says."""
    if (name := clause.speaker) is not None:
        return Source(_manner(clause, quoted, sourced=True), name.text, name.start_char, name.end_char)
    # "according to" names the speaker outright; a verb of saying only through its subject.
    speaker = _account_holder(clause)
    saying = clause.saying if clause.saying is not None else _verb_above(clause.head, quoted) or _as_verb(clause.head)
    if speaker is None and saying is not None:
        speaker = _after(saying) or facets.subject(saying)
        if speaker is not None and _is_share(speaker):
            speaker = None
        if speaker is not None and quotes(saying, speaker, quoted):  # the parser took what is said for who says it
            outside = (child for child in saying.children if not quotes(saying, child, quoted))
            speaker = next((child for child in outside if child.dep_ == "nsubj"), None)
    manner = _manner(clause, quoted, sourced=saying is not None or speaker is not None)
    if saying is not None and facets.befallen(saying) and manner == "reported":
        return Source("unclear")  # who was told it is not who says it
    if speaker is None and (found := _after_marks(clause, manner)):
        return found
    speaker = speaker or _beside(clause, saying, quoted) if manner in ("reported", "quoted") else speaker
    if speaker is None:
        return _source_at_end(clause, manner, saying) or Source(manner)
    text = facets.words(speaker)
    if speaker.tag_ in {"NNS", "NNPS"} and re.match(r"an? \w+ \w", text):
        text = text.split(" ", 2)[2]  # a step experts said would fail: the parser joins what it is to who says it
    # From its left edge on, since the same name may stand earlier in the sentence.
    start = max(whole(speaker.doc).find(text, speaker.left_edge.idx), 0)
    end = _end_of_name(speaker) or start + len(text)
    return Source(manner, whole(speaker.doc)[start:end], start, end)


def _is_share(speaker: "Token") -> bool:
    """Whether it is a part of those of whom is spoken, which the parser takes for who speaks: nine were hurt, two of
    them badly, the police said."""
    of = next(hanging(speaker, "prep"), None)
    members = next(hanging(of, "pobj"), None) if of is not None and of.lower_ == "of" else None
    start, end = speaker.left_edge.i, speaker.right_edge.i + 1
    aside = start > 0 and speaker.doc[start - 1].is_punct and end < len(speaker.doc) and speaker.doc[end].text == ","
    return aside and members is not None and members.lower_ in {"them", "whom", "these", "those"}


def _end_of_name(speaker: "Token") -> int | None:
    """Where the name ends that follows the office of who speaks: the town's mayor, Ann Hill, said."""
    if speaker.pos_ != "NOUN":
        return None
    for name in speaker.children:
        of_a_kind = any(word.lower_ in {"a", "an"} for word in name.lefts)  # the minister, a Liberal
        if name.dep_ == "appos" and name.pos_ == "PROPN" and name.i > speaker.i and not of_a_kind:
            last = max((name, *name.conjuncts), key=lambda token: token.i)
            return last.idx + len(last)
    return None


def _after(saying: "Token") -> "Token | None":
    """Who speaks, after a verb of saying that a comma or a quotation mark parts from what is before it."""
    if saying.dep_ == "conj":
        aside = not has(saying, "nsubj")
    else:
        aside = saying.dep_ == "parataxis" and saying.lemma_.lower() not in TELLING  # told us
    if not aside or not saying.i or not saying.doc[saying.i - 1].is_punct:
        return None
    return next((child for child in hanging(saying, "dobj") if child.i > saying.i), None)


def _beside(clause: Clause, saying: "Token | None", quoted: Sequence[tuple[int, int]]) -> "Token | None":
    """Who speaks where the parser took it for what is told ("never," swears the man), or what is told for a thing done
    (the mayor stormed: "Never.")."""
    if saying is not None:
        return next((token for token in hanging(saying, "dobj") if clause.head.i < saying.i < token.i), None)
    speaker = facets.subject(clause.head)
    inside = any(start <= token.idx < end for start, end in quoted for token in (clause.head, speaker) if token)
    return None if inside else speaker


def _after_marks(clause: Clause, manner: Manner) -> Source | None:
    """Who speaks by the words after a quotation, where the parser saw no speaker: "Never," rants mayor Al Perry."""
    if manner != "quoted":
        return None
    last = max(token.idx for token in clause.tokens if token.is_alpha)
    text = whole(clause.head.doc)
    match = next(
        (match for match in _SPEAKER.finditer(text) if match.start() <= last or match.start() - last < NEAR), None
    )
    match = match or _DECREED.search(text)
    return Source(manner, match[1], match.start(1), match.end(1)) if match else None


def _source_at_end(clause: Clause, manner: Manner, saying: "Token | None") -> Source | None:
    """Who says it by the last words of the sentence, where the parser took the verb of saying for a noun."""
    text = whole(clause.head.doc)
    for pattern, verbs in ((_TRAILING, SAYING), (_INVERTED, INTERPOSED)) if manner in ("own", "reported") else ():
        match = pattern.search(text)
        lemmas = {match["verb"].removesuffix(ending) for ending in ("s", "es", "ed", "d")} if match else set()
        lemmas |= {saying.lemma_.lower()} if match and saying is not None and saying.text == match["verb"] else set()
        if match and not verbs.isdisjoint(lemmas - {match["verb"]}) and clause.tokens[0].idx <= match.start():
            return Source("reported", match["speaker"], *match.span("speaker"))
    return None


def _manner(clause: Clause, quoted: Sequence[tuple[int, int]], *, sourced: bool) -> Manner:
    content = [token for token in clause.tokens if token.is_alpha and not of_saying(token, clause)]
    quoted_words = [token for token in content if any(start <= token.idx < end for start, end in quoted)]
    if content and len(quoted_words) >= QUOTED * len(content):
        return "quoted"
    if sourced:
        return "reported"
    # An outlet does not say "I": these are the words of somebody whose name stands in another sentence.
    return "unclear" if any(map(_is_first_person, content)) else "own"


def _is_first_person(token: "Token") -> bool:
    """Whether it is a word for who speaks: not the US, a mine, World War I, a senator (I-Vt.)."""
    if token.lower_ not in _FIRST or token.text == "US" or (token.lower_ == "mine" and token.pos_ != "PRON"):
        return False
    numeral = token.i > 0 and token.nbor(-1).pos_ == "PROPN"
    initial = not token.whitespace_ and whole(token.doc)[token.idx + 1 : token.idx + 2] in {"-", "."}
    return not (token.text == "I" and (numeral or initial))


def _verb_above(head: "Token", quoted: Sequence[tuple[int, int]]) -> "Token | None":
    """The verb of saying above a clause that is a second complement of it, or hangs on a noun of saying beside it."""
    if head.lemma_.lower() in ADMITTING and has(head, "xcomp"):
        return head
    while head.dep_ in {"ccomp", "csubj", "conj", "advcl", "acl"} and head.head.i != head.i:
        above = head.head
        if parted(head, above) or of_object(head, above) or quotes(head, above, quoted):
            return None
        if head.dep_ == "ccomp" and (above.lemma_.lower() in SAYING or quotes(above, head, quoted)):
            return above
        if head.dep_ in {"ccomp", "acl"} and above.lemma_.lower() in SAYING_NOUNS:
            return above.head if above.head.pos_ == "VERB" else above
        if head.dep_ == "ccomp" and any(child.lemma_.lower() in SAYING_NOUNS for child in hanging(above, "dobj")):
            return above
        head = above
    return None


def _as_verb(head: "Token") -> "Token | None":
    """The verb of saying in a clause beside a verb: as the hospital reports, as she put it, if he is to be believed."""
    for child in hanging(head, "advcl"):
        lemma, beside = child.lemma_.lower(), {inner.lemma_.lower() for inner in child.children}
        said = lemma in SAYING or (lemma == "put" and "it" in beside)
        if (said and "as" in beside) or (lemma == "be" and {"if", "believe"} <= beside):
            return child
    return None


def _account_holder(clause: Clause) -> "Token | None":
    """Who stands after "according to" in a clause, or whose account it is: by the union's count, in her view."""
    for token in clause.tokens:
        if token.dep_ == "pobj" and token.lemma_.lower() in ACCOUNTS and token.head.lower_ in {"by", "in", "on"}:
            owner = next(hanging(token, "poss"), None)
            if owner is not None and owner.lower_ not in _OUTLETS:
                return owner
        if token.lower_ == "according":
            for preposition in (child for child in token.children if child.lower_ == "to"):
                if (speaker := next(hanging(preposition, "pobj"), None)) is not None:
                    return speaker
    return None
