"""Similarity of two items, by the words of metric and subject."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from summarizer.caching import cache_short_texts
from summarizer.comparison.contexts import Context
from summarizer.genre.words import fold, pairs
from summarizer.schema import Result, Target

__all__ = ["CHANGED", "Label", "clear_name", "dice"]

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

# The words of a change at the end of its label: …比上年增长.
CHANGED = re.compile(
    r"(?:[比较与](?:上年|去年|\d{4}年)(?:同期|末)?(?:相比)?|同比|按可比价格?(?:计算)?|名义|实际|分别)*"
    r"(?:净?增[长加]|上[升涨]|提[高升]|扩大|下[降跌]|减少|降低|回落)$"
)
# Reasons of the verification that deny a label.
_DENIALS = {
    "low-wording-support",
    "elsewhere-in-report",
    "subject-mismatch",
    "status-mismatch",
    "unplaced",
}
_RATE = re.compile(r"[率比占度重数]")
_BEGAN = re.compile(r"[由从](?:(?:20\d\d|上|去)年(?:底|末|初|度)?的?)?\s*$")
# A count in words before its noun.
_IN_WORDS = re.compile(r"[一二两三四五六七八九十]+[项大类个种级]")
_GOES_ON = re.compile(r"[\u4e00-\u9fff]{2}")
# The number of a footnote: 旅客运输总量[6].
_FOOTNOTE = re.compile(r"\[\d{1,2}\]")
# Words that do not tell indicators apart.
_FILLERS = re.compile(
    r"全[国省市县区镇乡街年]|[本我当]|共有?|年末|[总数]?量|总?数|其中|累计|拥?有|达到?|为|[的了各]"
    r"|实现|完成|开展|组织|实施|举办"
)
# Words beside an indicator that change what it counts: 基本建成, 新认定, (含生育保险费).
_QUALIFIERS = re.compile(
    r"基本(?=建成|完成|竣工)|预计|新(?=[增建开认入登])|净增|[（(]不?含[^）)]*[）)]"
)


def clear_name(words: str) -> str:
    """Return a label without the years and punctuation that vary between documents.

    >>> clear_name("2023年度 培训人次（人次）")
    '培训人次人次'
    """
    return re.sub(r"[\W_]+", "", _YEAR.sub("", _FOOTNOTE.sub("", fold(words))))


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
    context: Context = field(default_factory=Context)

    @cached_property
    def is_change(self) -> bool:
        """Whether the figure is a rise or a fall."""
        return getattr(self.item, "direction", "none") != "none"

    @cached_property
    def name(self) -> str:
        """The metric; of a change without the words of the change, so that a rise and a fall of
        one indicator have one name.
        """
        metric = self.item.metric
        return CHANGED.sub("", metric) if self.is_change else metric

    @cached_property
    def metric(self) -> frozenset[str]:
        """The words of the name."""
        return _words(self.name)

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
    def _told(self) -> str:
        """Metric and subject as one string."""
        return clear_name(f"{self.item.subject if self.subject else ''} {self.name}")

    def is_named_as(self, other: Label) -> bool:
        """Whether both have one name, apart from fillers: 全市共有学校, 学校."""
        if self.qualifiers != other.qualifiers:
            return False
        return any(
            sorted(_FILLERS.sub("", one)) == sorted(_FILLERS.sub("", two))
            for one, two in (
                (self._told, other._told),
                (clear_name(self.name), clear_name(other.name)),
            )
        )

    @cached_property
    def qualifiers(self) -> frozenset[str]:
        """The words beside the indicator that change what it counts."""
        told = "".join(span.quote for span in self.item.evidence)
        return frozenset(_QUALIFIERS.findall(told))

    def denies(self, other: Label) -> bool:
        """Whether the words tell that two similar labels are two indicators: each has signs that
        the other lacks (牧业产值, 渔业产值), or they are rises of two measures (产值, 增加值).
        """
        one, two = Counter(self._told), Counter(other._told)
        measures = {self.context.measure, other.context.measure} - {""}
        return bool(one - two and two - one) or (self.is_change and len(measures) > 1)

    @property
    def is_old_value(self) -> bool:
        """Whether the figure is where a change began: 由2023年7.23张增加到7.32张."""
        figure = self.item.quantity
        return figure is not None and any(
            _BEGAN.search(span.quote, 0, figure.start - span.start) is not None
            for span in self.item.evidence
            if span.start <= figure.start < span.end
        )

    @property
    def is_borne(self) -> bool:
        """Whether the text bears the label: the verification has no reason that denies it, the
        figure does not count what the label itself lists (三项社会保险基金收入), and percentage
        points are those of a rate.
        """
        check = getattr(self.item, "check", None)
        reasons = set(check.reasons) if check else set()
        if self.context.in_table:
            reasons.discard("unplaced")
        of_a_rate = self.item.quantity is None or self.item.quantity.unit != "个百分点"
        named = of_a_rate or _RATE.search(self.name) is not None
        return named and reasons.isdisjoint(_DENIALS) and not self._counts_itself

    @property
    def _counts_itself(self) -> bool:
        """Whether the figure is a numeral in the middle of the name: 三大攻坚战."""
        figure = self.item.quantity
        if figure is None or not _IN_WORDS.fullmatch(figure.text):
            return False
        return any(
            span.start <= figure.start and _GOES_ON.match(span.quote, figure.end - span.start)
            for span in self.item.evidence
            if figure.end <= span.end
        )

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
        """Similarity of the places of two items, 0 to 1, and 1 more for sentences that begin in
        the same words.
        """
        heads = {clear_name(one.context.head) for one in (self, other)}
        same = len(heads) == 1 and heads != {""}
        return dice(_words(self.place), _words(other.place)) + same

    def same_subject(self, other: Label) -> bool:
        """Whether both name the same subject, as far as they name one."""
        if self.subject and other.subject:
            return dice(self.subject, other.subject) >= 0.75
        named = self.subject or other.subject
        return not named or named <= (self.metric & other.metric)


def _same_office(subject: str, office: str) -> bool:
    one, other = fold(subject), fold(office)
    return bool(other and (one in other or other in one)) or bool(_WHOLE.fullmatch(one))
