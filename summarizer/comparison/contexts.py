"""The words of a document around a figure, which its label leaves out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.schema import Document, Result, Summary, Target
from summarizer.segmentation import sentences

__all__ = ["Context", "Contexts"]

# A sentence that goes on about the subject of the one before.
_GOES_ON = re.compile(r"其中|[分按从][^，。；]{1,12}[看分]")
# What a sentence measures; the parts that it lists do not say it again.
_MEASURE = re.compile(
    r"增加值|总?产值|产量|营业收入|销售额|零售额|进出口|出口|进口|投资(?!企业)|利润|税收|用电量|价格|贷款|存款"
)
_FIGURE = re.compile(r"\d")
# A single fee is a line of a table, not its total.
_FEE = re.compile(r"\S*(?<!经)费(?: |$)")
# Characters kept of the beginning and of the end of a long passage.
HEAD, TAIL = 28, 40


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a figure.

    `text` is for people. `head` holds the words before the first figure of the sentence, `measure`
    what the sentence measures: 产值, 增加值; both are empty in a table.
    """

    text: str = ""
    head: str = ""
    measure: str = ""
    in_table: bool = False


class Contexts:
    """Finds the context of a summary's items.

    That is the sentence from its beginning to the figure, or the title of the table; without the
    document the evidence. The totals that the item is a part of stand in front.
    """

    def __init__(self, summary: Summary, document: Document | None = None) -> None:
        self._document = document
        self._begins = [start for start, _ in sentences(document.text)] if document else []
        self._titles = {item: table.title for table in summary.tables for item in table.items}
        self._results = {item.id: item for item in summary.results}

    def of(self, item: Target | Result) -> Context:
        """Return the context of an item."""
        in_table = item.id in self._titles
        passage = self._passage(item)
        shown = self._titles.get(item.id) or _short(passage)
        return Context(
            text=" › ".join(dict.fromkeys([*reversed(list(self._wholes(item))), shown])),
            head="" if in_table else _FIGURE.split(passage, maxsplit=1)[0],
            measure="" if in_table else next(reversed(_MEASURE.findall(passage)), ""),
            in_table=in_table,
        )

    def _passage(self, item: Target | Result) -> str:
        quotes = sorted(item.evidence, key=lambda span: span.start)
        if self._document is None or not quotes:
            return " … ".join(span.quote for span in quotes)
        # The last piece holds the figure; a label may stand in an earlier sentence.
        end = max(span.end for span in (*quotes, *([item.quantity] if item.quantity else ())))
        at = max(0, bisect_right(self._begins, end - 1) - 1)
        start = self._begins[at]
        before = [span.quote for span in quotes if span.end <= start]
        text = self._document.text
        first = at
        while first and _GOES_ON.match(text, self._begins[first]):
            first -= 1
        if first < at:
            before.append(text[self._begins[first] : self._begins[first + 1]])
        return " … ".join([*map(str.strip, before), text[start:end]])

    def _wholes(self, item: Target | Result) -> Iterator[str]:
        """Yield the labels of the totals that contain the item, the nearest first."""
        seen = {item.id}
        while (key := getattr(item, "part_of", None)) and key not in seen:
            seen.add(key)
            if key not in self._results:
                return
            item = self._results[key]
            told = " ".join(filter(None, (item.subject, item.metric)))
            if not _FEE.match(told):
                yield told


def _short(passage: str) -> str:
    """
    >>> _short("甲" * 40 + " " + "乙" * 40) == "甲" * 28 + "…" + "乙" * 40
    True
    """
    plain = " ".join(passage.split())
    return plain if len(plain) <= HEAD + TAIL else f"{plain[:HEAD]}…{plain[-TAIL:]}"
