"""Label of a number: the words of its clause, and what is missing from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.engines.rules.figures import Piece, plain
from summarizer.engines.rules.noun_phrases import (
    bare_verb,
    compose,
    is_rate,
    lead_end,
    leading_verb,
    project_and_rest,
    split_subject,
    tail_start,
)
from summarizer.engines.rules.scope import Level, Scope
from summarizer.genre.clauses import PAGE_BREAK, bracketed, trimmed
from summarizer.genre.status import direction_of
from summarizer.schema import Document

__all__ = ["Label", "label_of", "shared_verb", "under_verb", "words_around"]

Offsets = tuple[int, int]

# 「完成年度任务的120%」, 「占总支出的45%」: a share of something else.
_SHARE = re.compile(
    r"""^(?:占|完成|达到|超额完成|(?:仅|只)?(?:为|占)(?=.*(?:收入|投资|预算|计划|目标|任务)))[^率]{2,14}$""",
    re.VERBOSE,
)
_AMOUNT_OF = {
    "元": "金额",
    "平方米": "面积",
    "亩": "面积",
    "公顷": "面积",
    "公里": "里程",
    "人": "人数",
}
_HEADCOUNT = re.compile(r"(?:户数|户|人数|家数|件数)$")
_LISTED_BEFORE = re.compile(r"^.*、.*$")
_ALIAS = re.compile(r"(?:以下)?简称[：:]?[“\"]?(?P<name>[^”\"，。；]{2,16})[”\"]?$")
# 「国库集中支付中心5人」: the office that employs them.
_BODY_OF_PEOPLE = re.compile(r"^[^，、]{2,12}(?:中心|办公室|机关|股|科|处|局|所|站|队|院|室)$")
# After a number, not part of the label: 的103.3%, 减少.
_ASIDE_ENDS = re.compile(r"的\s*\d|(?:相比)?(?:增[长加多]|下降|减少|提高|上升|降低|节约)")
_SHORTEST_NAME, _LONGEST_NAME = 2, 30


@dataclass(slots=True)
class Label:
    """A figure's metric, its subject ("" if none is printed) and its spans, the shortest first.
    `own` is the span of its own words; `share` what it is a share of; `outcome`: a target gave its
    name; `period` is the time that replaces its name; `continues`: it refers to the last level.
    """

    metric: str
    subject: str
    spans: list[Offsets]
    direction: str
    own: Offsets
    share: str = ""
    outcome: bool = False
    period: str = ""
    continues: bool = False

    def cite(self, span: Offsets | None) -> None:
        """Add a span that supports part of the statement."""
        if span is not None:
            self.spans.append(span)


def label_of(document: Document, scope: Scope, piece: Piece, span: Offsets) -> Label:
    """Return the label from a piece's own clause; a subject it names is kept for the following
    clauses.
    """
    text, figure = document.text, piece.quantity
    before, after, lead = _words(document, piece)
    if piece.beside and scope.level:
        return _second_number(scope.level, piece, span)
    body = before[lead:]
    subject, rest = ("", body) if figure.kind == "rank" else split_subject(body, after)
    metric = compose(rest, after)
    own = trimmed(text, piece.start + min(lead, len(before)), figure.start)
    # 「增加8个项目」 counts the additions, 「项目增加8个」 is the change of a total.
    direction = "none" if after.strip() else direction_of(before)
    if figure.kind == "money" and bare_verb(metric.removeprefix(subject)):
        # 「乡镇财政所建设628.4万元」: the purpose of the money.
        metric, subject = subject + metric.removeprefix(subject), ""
    label = Label(metric, subject, [span], direction, own if own[0] < own[1] else span)
    if share := _SHARE.match(body[: tail_start(body)]):
        label.share = share.group()
    if parts := project_and_rest(metric):
        label.subject, label.metric = subject + parts[0], parts[1]
    elif figure.unit in ("人", "名") and _BODY_OF_PEOPLE.search(metric):
        label.subject, label.metric = metric, metric + "人员"
    if label.subject:
        _hold(text, scope, label.subject, piece.start, figure.start, topic=False)
        if label.subject.endswith(scope.subject[-2:]):
            label.subject = scope.subject or label.subject
    return label


def words_around(document: Document, piece: Piece) -> tuple[str, str]:
    """Return the words before and after the number of a piece."""
    before, after, _ = _words(document, piece)
    return before, after


def shared_verb(document: Document, piece: Piece) -> tuple[str, Offsets | None]:
    """Return the verb that the first member of a list prints for all members."""
    before, _, lead = _words(document, piece)
    _, rest = split_subject(before[lead:])
    verb = leading_verb(rest + "口")
    at = document.text.find(verb, piece.start, piece.quantity.start) if verb else -1
    return verb, ((at, at + len(verb)) if at >= 0 else None)


def under_verb(label: Label, verb: str, span: Offsets | None) -> None:
    """Prefix a later member of a list with the first one's verb: 购置执法船2艘、无人机4架."""
    if not verb or leading_verb(label.metric) or is_rate(label.metric):
        return
    joined = compose(verb, label.metric)
    if joined != label.metric:
        label.cite(span)
    label.metric = joined


def _hold(text: str, scope: Scope, subject: str, start: int, end: int, *, topic: bool) -> None:
    at = text.find(subject, start, end)
    span = (at, at + len(subject)) if at >= 0 else None
    if len(subject) <= _LONGEST_NAME:
        for low, high in bracketed(text, span[1], end) if span else ():
            if alias := _ALIAS.search(text, low, high):
                subject, span = alias["name"], alias.span("name")
        scope.name_subject(subject, span, topic=topic)


def _words(document: Document, piece: Piece) -> tuple[str, str, int]:
    """Return the words before and after a number without brackets and other numbers, and where the
    metric begins in the former.
    """
    text, figure = document.text, piece.quantity
    if piece.label_end is not None:
        before = plain(text, piece.start, piece.label_end)
        return before, "", lead_end(before)
    before = plain(text, piece.start, figure.start)
    for other in document.quantities_in(piece.start, figure.start):
        # 「完成目标180批次的103.3%」
        if other.unit == "分" and before.endswith("得"):
            # 「产出指标50分得47分」
            before = before.replace(other.text, "", 1)
        if other.is_checked and _ASIDE_ENDS.match(text, other.end):
            before = before.replace(other.text, "", 1)
    after = plain(text, figure.end, piece.end)
    for other in document.quantities_in(figure.end, piece.end):
        if other.is_checked:
            after = after.replace(PAGE_BREAK.sub("", other.text), "", 1)
    if after and _LISTED_BEFORE.match(before) and leading_verb(before[lead_end(before) :]):
        # 「完成甲、乙、丙等5条街巷的整治」: the names before the number are the objects counted.
        before = leading_verb(before[lead_end(before) :])
    return before, after, lead_end(before, to_end=bool(after))


def _second_number(level: Level, piece: Piece, span: Offsets) -> Label:
    """「63户12.74万元」: the second number measures the same thing."""
    amount = _AMOUNT_OF.get(piece.quantity.unit, "")
    metric = _HEADCOUNT.sub("", level.metric) if amount == "人数" else level.metric
    return Label(metric + amount, level.subject or "", [span], "none", level.label)
