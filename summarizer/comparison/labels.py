"""Similarity of two items, by the words of metric and subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from summarizer.caching import cache_short_texts
from summarizer.genre.words import fold, pairs
from summarizer.schema import Result, Target

__all__ = ["Label", "clear_name", "dice"]

# The year, and phrases for the reporting office itself, are not part of an indicator's name.
_YEAR = re.compile(
    r"(?:19|20)\d\d\s*(?:年度?|财年)|(?:本|当|上|今|去|全)年度?|年度(?=预算|决算|支出)"
    r"|(?:第?[一二三四]|[1-4])季度|截至?\S{0,8}[日底末]|[本我]?(?:部门|单位)(?=实际|预算|支出|决算)"
)

# Subjects that name the whole reporting office.
_WHOLE = re.compile(
    r"[本我该](?:单位|部门|项目|局|街道|镇|乡|县|市|区|校|院)|全[街镇乡县市区省校院局]|单位"
)

# A total over several years: 累计访问量, but not 全年累计访问量.
_TO_DATE = re.compile(r"累计")
_OF_A_YEAR = re.compile(r"[全本当]年|年[内度]|(?:19|20)\d\d年")

_NUMERAL = re.compile(r"[\d一二三四五六七八九十]+")


def clear_name(words: str) -> str:
    """Return a label without the years and punctuation that vary between documents.

    >>> clear_name("2023年度 培训人次（人次）")
    '培训人次人次'
    """
    return re.sub(r"[\W_]+", "", _YEAR.sub("", fold(words)))


@cache_short_texts(8192)
def _words(text: str) -> frozenset[str]:
    return pairs(clear_name(text))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Dice coefficient of two sets of words, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@dataclass(frozen=True)
class Label:
    """The words of an item, metric and subject apart.

    A subject that only names the report's own `office` is ignored. `place` is the item's heading
    and the title of its table, `part_of` the metric of the item that it is a part of, `context` the
    words around it.
    """

    item: Target | Result
    office: str | None
    place: str = ""
    part_of: str = ""
    context: str = ""

    @cached_property
    def metric(self) -> frozenset[str]:
        """The words of the metric."""
        return _words(self.item.metric)

    @cached_property
    def subject(self) -> frozenset[str]:
        """The words of the subject; empty when it names the report's own office."""
        subject = self.item.subject
        if not subject or _same_office(subject, self.office or ""):
            return frozenset()
        return _words(subject)

    @cached_property
    def all(self) -> frozenset[str]:
        """The words of both."""
        return self.metric | self.subject

    @cached_property
    def is_total_to_date(self) -> bool:
        """Whether the number is stated as a total over several years."""
        figure = self.item.quantity
        told = "".join(
            span.quote
            for span in self.item.evidence
            if figure is None or span.start <= figure.start < span.end
        )
        return bool(_TO_DATE.search(told)) and not _OF_A_YEAR.search(told)

    @cached_property
    def numerals(self) -> frozenset[str]:
        """The numerals of metric and subject, which its words lack: 第一产业, 二期工程."""
        told = clear_name(f"{self.item.subject or ''} {self.item.metric}")
        return frozenset(_NUMERAL.findall(told))

    @cached_property
    def whole(self) -> frozenset[str]:
        """The words of the item that this one is a part of."""
        return _words(self.part_of)

    def likeness(self, other: Label) -> float:
        """Similarity of two labels, 0 to 1.

        Compares the metrics, or metric and subject together when one document prints the subject
        inside the metric. Subjects without a common word lower the score of equal metrics.
        """
        alone = dice(self.metric, other.metric)
        if self.subject and other.subject:
            return alone * (0.35 + 0.65 * dice(self.subject, other.subject))
        if self.subject or other.subject:
            return max(0.8 * alone, dice(self.all, other.all))
        return alone

    def nearness(self, other: Label) -> float:
        """Similarity of the places of two items, 0 to 1."""
        return dice(_words(self.place), _words(other.place))

    def same_subject(self, other: Label) -> bool:
        """Whether both name the same subject, as far as they name one."""
        if self.subject and other.subject:
            return dice(self.subject, other.subject) >= 0.75
        named = self.subject or other.subject
        return not named or named <= (self.metric & other.metric)


def _same_office(subject: str, office: str) -> bool:
    one, other = fold(subject), fold(office)
    return bool(other and (one in other or other in one)) or bool(_WHOLE.fullmatch(one))
