"""Convert decoded text to canonical text: line ends become LF, traditional characters simplified.

Any other text with LF line ends stays as it is. Conversion marks and invisible characters are
skipped by later stages but never removed, so every offset matches the file.
"""

from __future__ import annotations

import re
from collections import Counter

from summarizer.readers.traditional import ANNOTATION, is_traditional, simplified
from summarizer.schema import Note

__all__ = ["canonical", "hidden_notes"]

Origin = tuple[tuple[int, int], ...]

_LINE_END = re.compile("\r\n?|[\u2028\u2029\u0085]")
_ANNOTATED = re.compile(f"{_LINE_END.pattern}|{ANNOTATION.pattern}")
_MARKUP = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Letters next to a digit that look like digits or Latin letters but belong to other alphabets.
_LOOKALIKE = re.compile(r"(?<=\d)[OoОоΟοІіlІ](?=[\d.,%])|(?<=[\d.])[ОоΟοІі](?=\D|$)")


def canonical(text: str, *, mark: int = 0) -> tuple[str, Origin]:
    """Return the canonical text and, for each piece of it, where the piece began in the decoded
    file.

    `mark` counts the code points of a byte order mark that were dropped before the text.

    >>> canonical("甲\\r\\n乙\\u2028丙", mark=1)
    ('甲\\n乙\\n丙', ((0, 1), (2, 4)))
    >>> canonical("項目資金績(jī)效")
    ('项目资金绩效', ((0, 0), (5, 9)))
    """
    text = _SURROGATE.sub("\ufffd", text)
    traditional = is_traditional(text)
    pattern = _ANNOTATED if traditional else _LINE_END
    origin = [(0, mark)]
    dropped = 0
    for found in pattern.finditer(text):
        fewer = len(found[0]) - len(_by(found))
        if fewer:
            dropped += fewer
            origin.append((found.end() - dropped, found.end() + mark))
    text = pattern.sub(_by, text)
    return simplified(text) if traditional else text, tuple(origin)


def _by(found: re.Match[str]) -> str:
    """Return the replacement of a line end or an annotation."""
    return "" if found[0][0] in "(（" else "\n"


def hidden_notes(text: str) -> tuple[Note, ...]:
    """Return notes on what a reader cannot see: invisible, bidirectional and look-alike characters,
    traditional characters that are read as simplified, and a web page whose source is read as text.
    """
    notes: list[Note] = []
    if is_traditional(text):
        notes.append(
            Note(
                "traditional-characters",
                "文件是繁体字，已按简体读取，引文也是简体",
                "the file is in traditional characters; it is read and quoted in simplified ones",
            )
        )
    if _MARKUP.match(text):
        notes.append(
            Note(
                "markup",
                "文件是网页（HTML），按纯文本读取，标签没有去除；请另存为纯文本后再试，结果更可靠",
                "the file is a web page, read as plain text with its tags; save it as plain text",
            )
        )
    hidden = Counter(_HIDDEN.findall(text))
    if hidden:
        listed = "、".join(f"U+{ord(sign):04X}×{count}" for sign, count in hidden.most_common(8))
        notes.append(
            Note(
                "hidden-characters",
                f"文中有看不见的字符（{listed}），数字夹有这类字符的请人工核对",
                f"the text holds invisible characters ({listed}); check numbers that contain them",
            )
        )
    if alike := _LOOKALIKE.findall(text):
        notes.append(
            Note(
                "lookalike-characters",
                f"有 {len(alike)} 处形似数字的字母夹在数字中，请人工核对",
                f"{len(alike)} letters that look like digits stand among digits; check them",
            )
        )
    return tuple(notes)
