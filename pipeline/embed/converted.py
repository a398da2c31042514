"""multilingual-e5-small in the formats of CTranslate2 (int8) and sentencepiece, made once from the package's file."""

import json
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.embed import digest, packed

CONVERSION = 1  # raise it when `write` changes what it makes
SIZE = 130_000_000  # bytes that it needs on disk
SUM = ".digest"  # hidden, so that it does not count itself


def write(source: Path, target: Path, differences: bytes = b"") -> None:
    """Makes the folder `target`. Raises OSError, ValueError, struct.error, KeyError: the file is not whole.

    `differences`: what is added to the weights, an archive of NumPy's with two factors a matrix, "l0.q.w left" and
    "l0.q.w right".
    """
    model = packed.read(source, factors(differences) if differences else {})
    target.mkdir()
    _spec(model).save(str(target))
    (target / "pieces.model").write_bytes(sentencepiece_model(model))
    (target / "normal.json").write_text(json.dumps(model.normal), encoding="utf-8")
    (target / SUM).write_text(digest(target), encoding="ascii")


def is_whole(folder: Path) -> bool:
    """Whether it holds what was written there."""
    try:
        return (folder / SUM).read_text(encoding="ascii") == digest(folder)
    except (OSError, UnicodeDecodeError):
        return False


def _spec(model: packed.Packed) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec  # type: ignore[import-untyped]

    encoder = transformer_spec.TransformerEncoderSpec(
        model.layers, model.heads, pre_norm=False, activation=common_spec.Activation.GELU, layernorm_embedding=True
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = model.tensor("emb.word").reshape(-1, model.width)
    # all tokens are of type 0, so what that adds is added to every position
    positions = model.tensor("emb.pos").reshape(-1, model.width)
    encoder.position_encodings.encodings = positions + model.tensor("emb.type")[: model.width]
    _set_norm(encoder.layernorm_embedding, model, "emb.ln")
    for n, layer in enumerate(encoder.layer):
        attention = layer.self_attention
        _set_linear(attention.linear[0], model, f"l{n}.q", f"l{n}.k", f"l{n}.v")
        _set_linear(attention.linear[1], model, f"l{n}.ao")
        _set_norm(attention.layer_norm, model, f"l{n}.aln")
        _set_linear(layer.ffn.linear_0, model, f"l{n}.fi")
        _set_linear(layer.ffn.linear_1, model, f"l{n}.fo")
        _set_norm(layer.ffn.layer_norm, model, f"l{n}.oln")
    spec.register_vocabulary(list(map(str, range(model.rows))))
    spec.config.layer_norm_epsilon, spec.config.unk_token = model.epsilon, str(model.unknown)
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def factors(archive: bytes) -> dict[str, packed.Factors]:
    """Matrix → the two factors of what is added to it."""
    with np.load(BytesIO(archive)) as arrays:
        names = sorted({name.split(" ")[0] for name in arrays})
        sides = {name: [arrays[f"{name} {side}"].astype(np.float32) for side in ("left", "right")] for name in names}
    return {name: (left, right) for name, (left, right) in sides.items()}


def _set_linear(layer: Any, model: packed.Packed, *names: str) -> None:
    layer.bias = np.concatenate([model.tensor(f"{name}.b") for name in names])
    weights = np.concatenate([model.tensor(f"{name}.w") for name in names])
    layer.weight = weights.reshape(len(layer.bias), -1)


def _set_norm(layer: Any, model: packed.Packed, name: str) -> None:
    layer.gamma, layer.beta = model.tensor(f"{name}.w"), model.tensor(f"{name}.b")


def sentencepiece_model(model: packed.Packed) -> bytes:
    """The pieces as a unigram model (Kudo, 2018) that normalises nothing: a ModelProto of sentencepiece, by field."""
    pieces = bytearray()
    for number, (piece, score) in enumerate(model.pieces):
        kind = 2 if number == model.unknown else 1
        pieces += _field(1, _field(1, piece.encode()) + b"\x15" + struct.pack("<f", score) + _number(3, kind))
    # unigram; the only special piece is the unknown one
    trainer = _number(3, 1) + _number(40, model.unknown) + b"".join(_number(n, 2**64 - 1) for n in (41, 42, 43))
    normalizer = b"".join(_number(n, 0) for n in (3, 4, 5))
    return bytes(pieces) + _field(2, trainer) + _field(3, normalizer)


def _varint(value: int) -> bytes:
    digits = bytearray()
    while value > 127:
        digits.append(value & 127 | 128)
        value >>= 7
    return bytes([*digits, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content
