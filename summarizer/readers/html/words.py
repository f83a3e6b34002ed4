"""Handle the words of a page: blanks, placeholders, word count."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.readers.parts import Paragraph, Part

__all__ = ["collapsed", "count_words", "raised", "without_placeholders"]

_PLACEHOLDER = re.compile(
    r"""
    [$\#]\{[^{}\n<>]{1,120}\}                # ${data.sj112}
  | \{\{[^{}\n<>]{1,120}\}\}                 # {{ total }}
  | <%.*?%>                                  # <%= total %>, directives
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t\n]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def without_placeholders(source: str) -> tuple[str, int]:
    """Return the page source without template placeholders, and their number.

    >>> without_placeholders('<td>${data.sum}</td><%@ page %>')
    ('<td></td>', 1)
    """
    marks = _PLACEHOLDER.findall(source)
    if not marks:
        return source, 0
    count = sum(1 for mark in marks if not mark.startswith(("<%@", "<%--")))
    return _PLACEHOLDER.sub("", source), count


def collapsed(text: str) -> str:
    """Return a text with blanks collapsed as in a browser; a line break between two Chinese
    characters is removed.

    >>> collapsed("全县固定\\n    资产投资  12 亿元")
    '全县固定资产投资 12 亿元'
    """
    return _BLANKS.sub(" ", _BETWEEN_HAN.sub("", text))


def raised(text: str) -> str:
    """Return superscript digits as Unicode superscripts: 10 and a raised 3 are not 103."""
    return text.translate(_RAISED)


def count_words(parts: Iterable[Part]) -> int:
    """Return the number of letters and digits."""
    texts = (
        text
        for part in parts
        for text in ([part.text] if isinstance(part, Paragraph) else (c.text for c in part.cells))
    )
    return sum(1 for text in texts for sign in text if sign.isalnum())
