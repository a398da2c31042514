"""YAML front matter: the fields at the head of a text, and the text after them, untouched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import InputError

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
TOML = re.compile(r"\+\+\+[ \t]*\n\s*(?:#.*\n\s*)*(?:[\w.\"'-]+\s*=|\[)")
COLLECTION = re.compile(r"\s*(?:#.*\n\s*)*(?:[\w.-][\w .-]{0,40}:(?:\s|$)|[\"'{\[&*!|>%@`:]|- )")
LONGEST = 50_000  # characters; YAML is slow and front matter is short
KNOWN_NAME = re.compile("lang|outlet|title|published|date|url|complete", re.IGNORECASE)
KNOWN = re.compile(rf"\s*(?:{KNOWN_NAME.pattern})\s*:", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
ROW = re.compile(r"([^\W\d][\w .-]{0,40}?)\s*:(?:[ \t\u00a0\u202f]+(.*)|$)")


@dataclass(frozen=True, slots=True)
class Front:
    """The fields as written (a list or mapping as its YAML), the text after the closing fence, what to beware of."""

    fields: Mapping[str, str]
    text: str
    warnings: tuple[str, ...] = ()


def front(text: str) -> Front:
    """Take the front matter off a text; a text that merely begins with a `---` line is all text.

    Every value is the text that was written: `no`, `2025-08-20` and `007` do not become a boolean, a date, a number.
    Matter that is never closed, no YAML, no mapping, too long, or names a field twice, is an InputError.
    """
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler(fm_boundary=FENCE)
    # an empty line before the fence is no reason to print the matter as text
    body = text.lstrip()
    if TOML.match(body):
        raise InputError("front matter between '+++' lines is TOML; write it as 'key: value' between '---' lines")
    if not handler.detect(body):
        return Front({}, text)
    try:
        block, rest = handler.split(body)
    except ValueError:
        if not KNOWN.match(body[3:]):
            return Front({}, text)
        raise InputError("front matter begins with '---' but no second '---' line closes it; add one") from None
    if block.strip() and not COLLECTION.match(block):
        return Front({}, text, ("begins with a '---' line that no 'key: value' follows; all of it is read as text",))
    if len(block) > LONGEST:
        expected = "expected a few 'key: value' lines: check the '---' lines"
        raise InputError(f"front matter of {len(block)} characters; {expected}")
    # line numbers in messages are those of the file
    above = text[: len(text) - len(body)].count("\n")
    fields, passed_over = _fields(block, above)
    quoted = ", ".join(repr(row.strip()[:40]) for row in passed_over)
    warnings = (f"front matter is no YAML; of it {quoted} is passed over, the rest is read",) if passed_over else ()
    return Front(fields, rest.removeprefix("\n"), warnings)


def fields_of(text: str) -> dict[str, str]:
    """Key → value of a file that holds nothing but front matter, with its fences or without."""
    block = re.sub(r"\A\s*---[ \t]*\n|\n---[ \t]*\s*\Z", "\n", text)
    fields, passed_over = _fields(block, 0)
    if passed_over:
        raise InputError(f"not YAML, and {passed_over[0].strip()[:40]!r} is no 'key: value'; mend it, or take it out")
    return fields


def _fields(block: str, above: int) -> tuple[dict[str, str], list[str]]:
    """Key → value of a block whose fence is in line above + 1, as YAML, else row by row; and the rows passed over, none
    of which is of a known key: such a block is an InputError.

    People write `title: Kiel: fire` and `title: fire #2`, which YAML refuses or cuts: a title or an outlet without
    quotes is the rest of its row.
    """
    rows, rest = _rows(block)
    try:
        fields = _yaml(block, above)
    except InputError:
        is_readable = any(map(KNOWN_NAME.fullmatch, rows)) and not any(map(KNOWN.match, rest))
        if is_readable and not CONTROL.search(block):
            return {name: row if _is_whole(name, row) else _row_value(name, row) for name, row in rows.items()}, rest
        raise
    whole = {name: row for name, row in rows.items() if _is_whole(name, row)}
    return {name: whole.get(name, value) for name, value in fields.items()}, []


def _is_whole(name: str, row: str) -> bool:
    """Whether a value is written without quotes or brackets and is of a kind in which a `#` is its own."""
    return name.lower() in ("title", "outlet") and row[:1] not in "\"'[{>|&*#!"


def _row_value(name: str, row: str) -> str:
    """What a row says as YAML by itself, or all of it where it is none."""
    try:
        return _yaml(f"{name}: {row}", 0).get(name, row)
    except InputError:
        return row


def _rows(block: str) -> tuple[dict[str, str], list[str]]:
    """Key → value, as it is written, of each row that is `key: value`; and the other rows.

    Those are lists and values that go on in the next row, with the rows of their keys, and keys that come again.
    """
    rows: dict[str, str] = {}
    rest: list[str] = []
    name = ""
    for row in block.split("\n"):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        match = ROW.fullmatch(row.strip())
        if match and not row[:1].isspace() and match[1] not in rows:
            name = match[1]
            rows[name] = (match[2] or "").strip()
            continue
        if name in rows:
            rest.append(f"{name}: {rows.pop(name)}")
        rest.append(row)
    return rows, rest


def _yaml(block: str, above: int) -> dict[str, str]:
    import yaml

    try:
        node = yaml.compose(block, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        position = getattr(error, "position", 0)
        line = above + 1 + (mark.line if mark else block.count("\n", 0, position))
        problem = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
        raise InputError(f"line {line}: front matter is not YAML ({problem}); quote the value or mend it") from error
    except RecursionError as error:
        raise InputError(f"line {above + 1}: front matter is nested too deeply; expected 'key: value' lines") from error
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        form = "a list" if isinstance(node, yaml.SequenceNode) else "plain text"
        expected = "expected 'key: value' lines between the '---' lines"
        raise InputError(f"line {above + 2}: front matter is {form}; {expected}")
    fields: dict[str, str] = {}
    for key, value in node.value:
        name = _node_text(key, block)
        if name in fields:
            raise InputError(f"line {above + 1 + key.start_mark.line}: front matter has {name!r} twice; keep one")
        fields[name] = _node_text(value, block)
    return fields


def _node_text(node: object, block: str) -> str:
    """A scalar's value; anything else as the YAML that the author wrote (never expanded: aliases can explode)."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    assert isinstance(node, yaml.Node)
    return block[node.start_mark.index : node.end_mark.index].strip()
