"""Detect the encoding of bytes and decode them to text, with a measure of certainty.

Strict decoding proves nothing (Big5 bytes are valid GB18030 and decode to nonsense). Every
candidate that decodes is therefore scored by how much it resembles official Chinese: common
characters, words of the genre, no characters absent from such prose. The best score wins. A narrow
or low win adds a note; bytes without a resemblance are refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from summarizer.errors import ReadError, UnreadableDocument
from summarizer.readers.characters import COMMON, RARE, WORDS
from summarizer.readers.sniffing import unsupported
from summarizer.schema import Note

__all__ = ["Decoded", "decode"]

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# Declared encodings, and the superset that decodes all that occurs under each name.
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs"}
# Scores range from about -1 to 1; official prose reaches 0.7, wrong guesses stay below 0.3.
SURE, DOUBTFUL, HOPELESS = 0.55, 0.25, 0.02
MARGIN = 0.15
SAMPLE = 20_000
DAMAGED_SHARE = 0.01

_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,80}encoding|<meta[^>]{0,120}charset|^.{0,40}coding)\s*[=:]\s*["']?([\w.-]{2,20})""",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the code points of its byte order mark, and notes about the decoding."""

    text: str
    encoding: str
    mark: int = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """A candidate that decoded, and its score."""

    encoding: str
    text: str
    score: float
    damaged: int = 0


def decode(data: bytes, name: str, *, encoding: str | None = None) -> Decoded:
    """Return the decoded text of a file.

    `encoding` is a declared encoding; it is used unless it decodes the bytes to nonsense. Raises
    UnsupportedFormat for binary content, UnreadableDocument (`input-encoding`) for text in an
    undetectable encoding.
    """
    for mark, codec in BOMS:
        if data.startswith(mark):
            marked = _decoded_with_mark(data[len(mark) :], codec)
            if marked is not None:
                return marked
    plain = _plain_utf8(data)
    if plain is not None and encoding is None:
        return plain
    return _guessed(data, name, _codec(encoding) or _declared(data))


def _decoded_with_mark(body: bytes, codec: str) -> Decoded | None:
    try:
        return Decoded(body.decode(codec), codec, mark=1)
    except UnicodeDecodeError:
        return None


def _plain_utf8(data: bytes) -> Decoded | None:
    """Return the text of unambiguous UTF-8, else None.

    ASCII digits in UTF-16 alternate with NUL, and a few GBK words (目录, 联通) are valid UTF-8 that
    decodes to non-ASCII Latin letters.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    latin = not text.isascii() and max(text) < "\u0800"
    if latin or text.count("\x00") * 5 > len(text) or _is_binary(text):
        return None
    return Decoded(text, "utf-8")


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip())
    except LookupError:
        return None
    # Some codecs of the standard library are transformations, not text encodings.
    return SUPERSETS.get(found.name, found.name) if found._is_text_encoding else None


def _declared(data: bytes) -> str | None:
    """Return the encoding named in the first line or in a markup header of the text."""
    match = _DECLARED.search(data[:1024])
    return _codec(match.group(1).decode("ascii", "replace")) if match else None


def _guessed(data: bytes, name: str, declared: str | None) -> Decoded:
    order = tuple(dict.fromkeys((declared, *CANDIDATES) if declared else CANDIDATES))
    guesses = sorted(
        (guess for codec in order if (guess := _guess(data, codec))),
        key=lambda guess: -guess.score,
    )
    best = guesses[0] if guesses else None
    if best is None or best.score < HOPELESS:
        raise _refusal(data, name, best)
    guess_declared = next((guess for guess in guesses if guess.encoding == declared), None)
    if guess_declared is not None and (
        guess_declared.score >= SURE or guess_declared.score > best.score - MARGIN
    ):
        return _decoded(guess_declared)
    return Decoded(best.text, best.encoding, notes=_notes(best, guesses[1:], declared))


def _guess(data: bytes, codec: str) -> Guess | None:
    if codec.startswith("utf-16") and len(data) % 2:
        data = data[:-1]
    try:
        text = data.decode(codec)
        return Guess(codec, text, _score(text))
    except UnicodeDecodeError:
        return _damaged(data, codec)


def _damaged(data: bytes, codec: str) -> Guess | None:
    """Decode a text with a few invalid bytes: each becomes U+FFFD, which a note reports."""
    if codec not in ("utf-8", "gb18030"):
        return None
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    if broken > max(1, len(text) * DAMAGED_SHARE):
        return None
    return Guess(codec, text, _score(text) - 0.05, broken)


def _score(text: str) -> float:
    """Return the share of the text that is common in official Chinese, in [-1, 1], plus genre
    words.
    """
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + text[-SAMPLE // 2 :]
    letters = "".join(_LETTER.findall(sample))
    strange = len(RARE.findall(sample)) + len(_CONTROL.findall(sample))
    if not letters:
        return 0.3 if not strange else -1.0
    hanzi = sum(1 for sign in letters if sign in COMMON)
    ascii_ = sum(1 for sign in letters if sign.isascii())
    words = min(0.2, 0.02 * len(WORDS.findall(sample)))
    return (hanzi + 0.5 * ascii_ - 1.5 * strange) / len(letters) + words


def _is_binary(text: str) -> bool:
    sample = text[:SAMPLE]
    return len(_CONTROL.findall(sample)) * 10 > len(sample)


def _decoded(guess: Guess) -> Decoded:
    return Decoded(guess.text, guess.encoding, notes=_damage(guess))


def _notes(best: Guess, others: list[Guess], declared: str | None) -> tuple[Note, ...]:
    second = max((other.score for other in others), default=-1.0)
    notes = list(_damage(best))
    if declared and declared != best.encoding:
        notes.append(
            Note(
                "encoding-declared",
                f"文件声明的编码是 {declared}，按它解码不成文字，已改按 {best.encoding} 读取",
                f"the file declares {declared}, which does not decode it; read as {best.encoding}",
            )
        )
    if best.score < SURE or best.score - second < MARGIN:
        notes.append(
            Note(
                "encoding-doubtful",
                f"编码不能确定，按 {best.encoding} 读取；请核对原文，必要时指明编码",
                f"the encoding is uncertain, read as {best.encoding}; "
                "check the text and name the encoding if it is wrong",
            )
        )
    elif best.encoding != "utf-8":
        notes.append(
            Note(
                "encoding-guessed",
                f"文件没有标明编码，按 {best.encoding} 读取",
                f"the file names no encoding; read as {best.encoding}",
            )
        )
    return tuple(notes)


def _damage(guess: Guess) -> tuple[Note, ...]:
    if not guess.damaged:
        return ()
    return (
        Note(
            "encoding-damaged",
            f"有 {guess.damaged} 处字节损坏，以 U+FFFD 标出；涉及的文字请对照原件",
            f"{guess.damaged} damaged places are marked U+FFFD; compare them with the original",
        ),
    )


def _refusal(data: bytes, name: str, best: Guess | None) -> ReadError:
    """Return the error: binary content when it holds control characters, else undetectable
    encoding.
    """
    sample = data[:SAMPLE]
    if sum(1 for byte in sample if byte < 9 or 13 < byte < 27) * 50 > len(sample):
        return unsupported(data, name)
    nearest = best.encoding if best else "-"
    return UnreadableDocument(
        f"无法读取 '{name}'：认不出文字编码（最接近的是 {nearest}，但读出来不成文字）；"
        "请另存为 UTF-8 或 GB18030，或指明编码",
        f"cannot read '{name}': its encoding is undetectable (closest: {nearest}, which gives "
        "no readable text); save it as UTF-8 or GB18030, or name the encoding",
        code="input-encoding",
    )
