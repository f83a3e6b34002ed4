"""A model of 300 kB that knows nothing: random weights in the GGUF format, made on the spot.

One llama layer over an SPM vocabulary of 256 bytes and some Han characters. Dimension 0 of every
embedding is the same, so that column 0 of the output matrix is a bias per token: against control
bytes, which no JSON string may hold, and towards what closes a string, a list or an object.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

WIDTH, HEADS, DEEP, CONTEXT = 64, 4, 64, 32768
ALIGN = 32
HAN = (
    "的一是在人有不为这上个年到完成项目资金预算绩效目标管理工作单位支出情况评价实施建设发展问题措施加强提高"
    "新增就业公益性岗位补贴放率全县农村路养护里投入万元服务对象满意度数量质量时效成本社会经济生态"
)
UNKNOWN, CONTROL, BYTE, NORMAL = 2, 3, 6, 1
UINT32, FLOAT32, STRING, ARRAY = 4, 6, 8, 9


def write_model(path: Path, seed: int = 7) -> Path:
    """The model as a file: header, fields, where each tensor lies, the tensors."""
    dice = random.Random(seed)
    tokens = _vocabulary()
    tensors = list(_tensors(tokens, dice))
    with path.open("wb") as file:
        fields = _fields(tokens)
        file.write(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(fields)) + b"".join(fields))
        place = 0
        for name, shape, values in tensors:
            sizes = struct.pack(f"<{len(shape)}Q", *shape)
            file.write(_text(name) + struct.pack("<I", len(shape)) + sizes)
            file.write(struct.pack("<IQ", 0, place))
            place += _padded(4 * len(values))
        file.write(bytes(_padded(file.tell()) - file.tell()))
        for _, _, values in tensors:
            content = struct.pack(f"<{len(values)}f", *values)
            file.write(content.ljust(_padded(len(content)), b"\0"))
    return path


def _vocabulary() -> list[tuple[str, int]]:
    special = [("<unk>", UNKNOWN), ("<s>", CONTROL), ("</s>", CONTROL)]
    plain = [(mark, NORMAL) for mark in dict.fromkeys(HAN)]
    return special + [(f"<0x{byte:02X}>", BYTE) for byte in range(256)] + plain


def _fields(tokens: list[tuple[str, int]]) -> list[bytes]:
    whole = {
        "llama.context_length": CONTEXT,
        "llama.embedding_length": WIDTH,
        "llama.block_count": 1,
        "llama.feed_forward_length": DEEP,
        "llama.attention.head_count": HEADS,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
    }
    template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    said = {
        "general.architecture": "llama",
        "tokenizer.ggml.model": "llama",
        "tokenizer.chat_template": template,
    }
    fields = [
        _text(name) + struct.pack("<I", STRING) + _text(words) for name, words in said.items()
    ]
    fields += [_text(name) + struct.pack("<II", UINT32, value) for name, value in whole.items()]
    epsilon = _text("llama.attention.layer_norm_rms_epsilon")
    fields.append(epsilon + struct.pack("<If", FLOAT32, 1e-5))
    words = b"".join(_text(token) for token, _ in tokens)
    scores = struct.pack(f"<{len(tokens)}f", *(0.0 for _ in tokens))
    kinds = struct.pack(f"<{len(tokens)}i", *(kind for _, kind in tokens))
    for name, kind, content in (
        ("tokens", STRING, words),
        ("scores", FLOAT32, scores),
        ("token_type", 5, kinds),
    ):
        head = struct.pack("<IIQ", ARRAY, kind, len(tokens))
        fields.append(_text(f"tokenizer.ggml.{name}") + head + content)
    return fields


def _tensors(
    tokens: list[tuple[str, int]], dice: random.Random
) -> Iterator[tuple[str, tuple[int, ...], list[float]]]:
    count = len(tokens)

    def noise(size: int, scale: float) -> list[float]:
        return [dice.gauss(0, scale) for _ in range(size)]

    embedded, output = noise(count * WIDTH, 0.5), noise(count * WIDTH, 0.25)
    for number, (token, kind) in enumerate(tokens):
        embedded[number * WIDTH] = 4.0
        output[number * WIDTH] = _bias(token, kind)
    yield "token_embd.weight", (WIDTH, count), embedded
    yield "output_norm.weight", (WIDTH,), [1.0] * WIDTH
    yield "output.weight", (WIDTH, count), output
    yield "blk.0.attn_norm.weight", (WIDTH,), [1.0] * WIDTH
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        yield f"blk.0.{name}.weight", (WIDTH, WIDTH), noise(WIDTH * WIDTH, 0.02)
    yield "blk.0.ffn_norm.weight", (WIDTH,), [1.0] * WIDTH
    for name, shape in (
        ("ffn_gate", (WIDTH, DEEP)),
        ("ffn_up", (WIDTH, DEEP)),
        ("ffn_down", (DEEP, WIDTH)),
    ):
        yield f"blk.0.{name}.weight", shape, noise(WIDTH * DEEP, 0.02)


def _bias(token: str, kind: int) -> float:
    """What is added to a token's chance; the last norm makes it about six times as much."""
    if kind == BYTE:
        byte = int(token[1:-1], 16)
        if byte < 0x20 or byte >= 0x7F:
            return -4.0
        return {'"': 0.7, "}": 0.2, "]": -0.2, "{": 0.0}.get(chr(byte), -0.3)
    return -4.0 if kind == UNKNOWN or token == "<s>" else 0.0


def _text(words: str) -> bytes:
    content = words.encode()
    return struct.pack("<Q", len(content)) + content


def _padded(size: int) -> int:
    return -(-size // ALIGN) * ALIGN
