"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, the legacy encodings of western Europe."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Warned
from pipeline.errors import InputError

LEGACY = ("cp1252", "iso8859_15", "mac_roman")  # a tie goes to the first
MARKS = (  # UTF-32 before UTF-16: the little-endian marks begin alike
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
)
ZERO = "a zero byte; this is binary, not text: save it as UTF-8 text, or take it out"
FOREIGN = 0.3  # share of signs above ASCII, from which bytes are of another alphabet, or of no text
FEW = 20  # signs above ASCII that a short line may have
C1 = re.compile("[\x80-\x9f]")
ENOUGH = 1 << 16  # bytes from which an encoding is told
USUAL = re.compile(  # what stands above ASCII in German, French and English print
    "[äöüßÄÖÜéèêëàâçîïôûùœŒÉÈÀÇÊÔÎ€£§°\u00a0]|(?<!\\w)[„“«‚‹‘](?=[\\w\\s])|[”“»’‘›…](?!\\w)|(?<=\\w)’(?=\\w)"
    "|(?<![^\\W\\d])[–—](?![^\\W\\d])"
)
GARBLED = re.compile("Ã[\u0080-\u00bfŸœ„–‰]|â€[™œž“”¦˜¢\u009d]|Â[«»\u00a0]")  # UTF-8 once read as cp1252


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, line ends as "\\n", without byte order mark, and what to beware of in it."""

    text: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A line file: one segment a line, empty lines kept; `marked`: a byte-order mark stood before them."""

    lines: tuple[str, ...]
    warnings: tuple[Warned, ...] = ()
    marked: bool = False


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """Read bytes as text: by mark, else UTF-8, else UTF-16 by its pattern of zeros, else `declared`, else LEGACY.

    Only the mark is taken away, CRLF and CR become LF, and C1 becomes what cp1252 has there; no other character is
    changed. What is binary, damaged or of no such encoding is an InputError, with the line but not the file.
    """
    for magic, kind in MAGIC:
        if data.startswith(magic):
            raise InputError(f"this is {kind}, not text; save it as UTF-8 text or HTML")
    text, legacy = _text(data, declared)
    if "\0" in text:
        raise InputError(f"line {_line(text, text.index(chr(0)))}: {ZERO}")
    warnings = [f"not UTF-8: read as {legacy}; look at the accents, or save it as UTF-8"] if legacy else []
    if GARBLED.search(text):
        warnings.append("characters like 'Ã¼' or 'â€™': the text was garbled before it came here; mend its source")
    if "\ufffd" in text:
        warnings.append("replacement characters '\ufffd': letters were lost before the text came here")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if C1.search(text):
        # browsers read these control characters so, too: nobody means them
        text = C1.sub(lambda match: match[0].encode("latin-1").decode("cp1252", "ignore") or match[0], text)
        warnings.append("control characters from U+0080 to U+009F: read as the quotes and dashes of cp1252")
    return Decoded(text, tuple(warnings))


def lines(source: Path | bytes, *, name: str = "stdin", fix: str = "name a text file that is there") -> Lines:
    """A plain line file, read with the care of `decode`; a last line without an end counts, a final line end does not.

    `name`: what messages call `source` when it is bytes. What cannot be opened or is not text is an InputError.
    """
    item = name if isinstance(source, bytes) else str(source)
    data = source if isinstance(source, bytes) else content(source, fix)
    try:
        decoded = decode(data)
    except InputError as error:
        raise InputError(f"{item}: {error}") from error
    rows = decoded.text.removesuffix("\n").split("\n") if decoded.text else []
    marked = any(data.startswith(mark) for mark, _ in MARKS)
    return Lines(tuple(rows), tuple(Warned(item, reason) for reason in decoded.warnings), marked)


def content(path: Path, fix: str) -> bytes:
    """The bytes of a file; an InputError that says what to do where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); {fix}") from error


def _text(data: bytes, declared: str) -> tuple[str, str]:
    """The text, and its encoding where that is neither UTF-8 nor marked, else ""."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _by_mark(data[len(mark) :], encoding), ""
    # asked first: ASCII in UTF-16 is UTF-8 too, with zeros in it
    half = _halves(data)
    if half and (text := _whole(data, half)):
        return text, half
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if b"\0" in data:
            line = data.count(b"\n", 0, data.index(0)) + 1
            raise InputError(f"line {line}: {ZERO}") from error
        _refuse_damage(data, error)
    # as browsers take it: latin-1 and ASCII mean cp1252
    name = declared.strip().lower().replace("_", "-")
    name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else name
    encoding = name if _whole(data, name) else _guess(data)
    return data.decode(encoding), encoding


def _by_mark(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode(encoding, "replace"), error.start)
        wrong = f"the file begins with the mark of {encoding} but is not {encoding} there ({error.reason})"
        raise InputError(f"line {line}: {wrong}; save it again as UTF-8") from error


def _halves(data: bytes) -> str:
    """UTF-16 without a mark: in western text every other byte is a zero, on one side only."""
    head = data[:ENOUGH]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) < 0.8 * len(head) / 2 or min(even, odd) > 0.05 * len(head) / 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_damage(data: bytes, failed: UnicodeDecodeError) -> None:
    """Refuse UTF-8 with a few wrong bytes, which a legacy encoding would turn into garbled text."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) > 2 * lost:
        line = data.count(b"\n", 0, failed.start) + 1
        wrong = f"byte 0x{data[failed.start]:02x} is not UTF-8, though most of the file is"
        raise InputError(f"line {line}: {wrong} (cut off, or two encodings in one file); save it again as UTF-8")


def _whole(data: bytes, encoding: str) -> str:
    """The text in this encoding, or "" where the bytes are not of it or nobody knows it."""
    try:
        return data.decode(encoding)
    # `undefined`, which some pages declare, is the name of an encoding that refuses everything
    except (ValueError, LookupError):
        return ""


def _guess(data: bytes) -> str:
    """The legacy encoding that gives most of what German, French and English print uses.

    charset-normalizer alone takes one short cp1252 line in ten for another encoding; here it says whether bytes
    that give little of the usual are text at all.
    """
    from charset_normalizer import from_bytes

    head = data[:ENOUGH]
    texts = {name: head.decode(name, "replace") for name in LEGACY if _whole(data, name)}
    usual = {name: len(USUAL.findall(text)) for name, text in texts.items()}
    high = sum(byte > 0x7F for byte in head)
    best = max(usual, key=usual.__getitem__, default="")  # of equals the first in LEGACY
    hint = ""
    if high > max(FEW, FOREIGN * len(head)):
        hint = f": {high / len(head):.0%} of its bytes are no plain letters, as in Cyrillic, Greek or EBCDIC"
    elif best and (usual[best] * 2 >= high or from_bytes(head, cp_isolation=list(texts)).best()):
        return best
    raise InputError(f"neither UTF-8 nor UTF-16 nor one of {', '.join(LEGACY)}{hint}; save it again as UTF-8")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
