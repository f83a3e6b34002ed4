"""Results: sentences of a passage → one draft per figure and per end state."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from summarizer.engines.rules.clauses import Clause, bracketed, clauses_of, trimmed
from summarizer.engines.rules.figures import Piece, figures_in, pieces_of, plain
from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.sections import Role
from summarizer.engines.rules.states import is_blanket_claim, state_metric
from summarizer.engines.rules.status import direction_of, is_annual, period_in, status_of
from summarizer.engines.rules.themes import theme_of
from summarizer.engines.rules.wording import (
    compose,
    lead_end,
    leading_verb,
    object_of,
    split_subject,
)
from summarizer.schema import Document, Quantity, ResultDraft

__all__ = ["results_of"]

Offsets = tuple[int, int]

GENERIC_RATE = re.compile(r"^.{0,8}(?:率|满意度|比例|比重|占比|得分|覆盖面)$")
BARE_RATE = re.compile(r"^(?:(?:完成|达到|占|超额完成|达|占比|完成率|完成进度)[^率]{0,14}|)$")
DELTA = re.compile(
    r"^(?:同比|环比|比|较|与.{1,10}相比|增长|下降|增加|减少|提高|降低|上升|提升|上涨|压减|缩减|减)"
)
TWO_RATES = re.compile(r"^(?P<one>.{2,24}?[率度])(?:、|和|及|与|以及)(?P<two>.{2,24}[率度])$")
ASKED_FOR = re.compile(r"^(?:对|将|把|为|向|给)")
PURPOSE = re.compile(r"^(?:主要|专项|全部)?(?:是)?(?:用于|旨在)")
REASON = re.compile(r"原因(?:是|：|为|在于)?|^由于|^主要(?:是因|因)|^受.{2,20}影响")
PARTS = re.compile(r"^(?:其中|含|包括|包含|分别(?:是|为)|主要(?:是|包括))")
SEVERAL = re.compile(r"分别(?:为|是|达到?|达|完成|支出|安排)?\s*$")
ENUMERATED = re.compile(r"[、，和及]")
AMOUNT_OF = {
    "元": "金额",
    "平方米": "面积",
    "亩": "面积",
    "公顷": "面积",
    "公里": "里程",
    "米": "长度",
}
LIST_INTRO = re.compile(r"(?:以下|如下|下列|其中)[^。]{0,12}[：:。]?$|[：:]$")


@dataclass(slots=True)
class Base:
    """The last level that was stated: what later rates, changes and ranks are about."""

    metric: str
    subject: str | None
    label: Offsets
    index: int
    quantity: Quantity | None


@dataclass(slots=True)
class Scope:
    """What the words so far hold for the clauses to come."""

    period: Offsets | None = None
    subject: str | None = None
    subject_span: Offsets | None = None
    base: Base | None = None
    status: str = "done"
    whole: int | None = None
    rest: object = None
    purpose: bool = False
    reason: bool = False
    previous: Clause | None = None


def results_of(passage: Passage, *, first_index: int = 0) -> list[ResultDraft]:
    """The results of a passage in reading order; `part_of` counts from `first_index`."""
    reader = _Reader(passage, first_index)
    for start, end in passage.sentences:
        reader.read(start, end)
    return reader.drafts


class _Reader:
    """Reads the sentences of one passage, carrying what they leave unsaid."""

    def __init__(self, passage: Passage, first_index: int) -> None:
        self.passage = passage
        self.document: Document = passage.document
        self.text = passage.document.text
        self.role: Role = passage.role
        self.first_index = first_index
        self.drafts: list[ResultDraft] = []
        self.topic = passage.topic
        self.paragraph_period: Offsets | None = None
        self.scope = Scope()

    def read(self, start: int, end: int) -> None:
        """One sentence."""
        self.scope = Scope(period=self.paragraph_period)
        for clause in clauses_of(self.text, start, end):
            if clause.marked:
                self.topic = self.text[clause.start : clause.end]
            self._cross(clause)
            self._clause(clause)
            for low, high in bracketed(self.text, clause.start, clause.end):
                self._bracket(low, high)

    def _cross(self, clause: Clause) -> None:
        """What a separator ends: expectations at ；, an annual period too."""
        scope = self.scope
        if clause.before in ("；", ";"):
            scope.status, scope.purpose, scope.reason = "done", False, False
            if scope.period and self.role != "funds" and self._annual(scope.period):
                scope.period = None
        elif clause.before in ("。", "！", "？"):
            self.scope = Scope(period=self.paragraph_period)

    def _clause(self, clause: Clause) -> None:
        text, scope = self.text, self.scope
        words = text[clause.start : clause.end]
        if PURPOSE.match(words):
            scope.purpose = True
        if REASON.search(words):
            scope.reason = True
        if when := period_in(text, clause.start, clause.end):
            scope.period = when
            if (
                self.role == "funds"
                and self.paragraph_period is None
                and "年" in text[slice(*when)]
            ):
                self.paragraph_period = when
        figures = figures_in(self.document, clause.start, clause.end, self.role)
        if scope.purpose or scope.reason:
            figures = [figure for figure in figures if figure.unit in ("元", "%")]
        if figures:
            self._figures(clause, figures)
        elif not (scope.purpose or scope.reason):
            self._state(clause, words)
        scope.previous = clause

    def _bracket(self, low: int, high: int) -> None:
        """A breakdown in brackets: parts of the figure before it."""
        figures = figures_in(self.document, low, high, self.role)
        if not figures or not self.drafts or self.role not in ("results", "funds", "problems"):
            return
        outer = self.scope.whole
        self.scope.whole = self.first_index + len(self.drafts) - 1
        inside = self.scope.whole
        for clause in clauses_of(self.text, low, high, depth=1):
            found = figures_in(self.document, clause.start, clause.end, self.role)
            self.scope.whole = inside
            self._figures(clause, found)
        self.scope.whole = outer

    # -- end states ---------------------------------------------------------------------------

    def _state(self, clause: Clause, words: str) -> None:
        topical = clause.marked and self._is_topic(clause)
        if (self.role not in ("results", "funds") or topical) and not is_blanket_claim(words):
            return
        bare = plain(self.text, clause.start, clause.end)
        metric = state_metric(bare)
        status = status_of(words)
        if metric is None or status in ("planned", "expected") or self.scope.status != "done":
            return
        lead = lead_end(bare)
        subject, _ = split_subject(bare[lead:])
        self._add(
            ResultDraft(
                metric=metric,
                subject=subject if subject and subject not in metric else None,
                text=words,
                spans=((clause.start, clause.end), *self._period_span(clause.start, clause.end)),
                status=status,
                period=self._period_words(),
                theme=self._theme(metric, words),
            )
        )

    def _is_topic(self, clause: Clause) -> bool:
        """Is a numbered clause only the topic of what follows (一是就业工作稳步推进。)?"""
        return self.text[clause.end : clause.end + 1] in ("。", "：")

    # -- figures ------------------------------------------------------------------------------

    def _figures(self, clause: Clause, figures: list[Quantity]) -> None:
        if len(figures) > 1 and self._respectively(clause, figures):
            return
        pieces = pieces_of(self.text, clause.start, clause.end, figures)
        verb = ""
        verb_span: Offsets | None = None
        for piece in pieces:
            if not piece.listed and not piece.beside:
                verb, verb_span = self._verb(piece)
            self._piece(clause, piece, verb, verb_span)

    def _verb(self, piece: Piece) -> tuple[str, Offsets | None]:
        """The verb that a list's first member prints for all of them."""
        prefix = self.text[piece.start : piece.quantity.start]
        lead = lead_end(prefix)
        _, rest = split_subject(prefix[lead:])
        verb = leading_verb(rest) or leading_verb(rest + "口")
        if not verb:
            return "", None
        at = piece.start + len(prefix) - len(rest)
        return verb, (at, at + len(verb))

    def _piece(self, clause: Clause, piece: Piece, verb: str, verb_span: Offsets | None) -> None:
        text, scope, figure = self.text, self.scope, piece.quantity
        prefix = plain(text, piece.start, figure.start)
        suffix = plain(text, figure.end, piece.end)
        if piece.beside:
            prefix = re.sub(r"[\d.一二三四五六七八九十百千万亿余多]+.{0,3}$", "", prefix)
        lead = lead_end(prefix)
        subject, rest = split_subject(prefix[lead:])
        direction = direction_of(prefix)
        metric = compose(rest, suffix)
        low, high = self._span(piece)
        spans: list[Offsets] = [(low, high)]
        if subject:
            at = text.find(subject, piece.start, figure.start)
            scope.subject = subject
            scope.subject_span = (at, at + len(subject)) if at >= 0 else None
        if piece.listed and verb and not leading_verb(metric) and not GENERIC_RATE.match(metric):
            metric, spans = self._with_verb(metric, spans, verb, verb_span)
        subject, metric = self._context(clause, piece, subject, metric, direction, spans)
        if piece.beside:
            metric += AMOUNT_OF.get(figure.unit, "")
        if not metric:
            metric = object_of(self.topic) or self.topic
        status = self._status(prefix, suffix)
        for name in self._names(metric):
            draft = ResultDraft(
                metric=name,
                subject=subject or None,
                text=self._wording(low, high, subject),
                spans=self._tidy([*spans, *self._period_span(low, high)]),
                figure=figure.text,
                figure_span=(figure.start, figure.end),
                direction=direction,
                status=status,
                period=self._period_words(),
                theme=self._theme(name, text[low:high]),
            )
            self._add(self._as_part(clause, draft, figure))
        if direction == "none" and not GENERIC_RATE.match(metric) and figure.kind != "rank":
            label = trimmed(text, piece.start + min(lead, len(prefix)), figure.start)
            if label[0] >= label[1]:
                label = (low, high)
            index = self.first_index + len(self.drafts) - 1
            scope.base = Base(metric, subject or None, label, index, figure)

    def _span(self, piece: Piece) -> Offsets:
        """Where a piece stands, without a bracket that ends it."""
        low, high = trimmed(self.text, piece.start, piece.end)
        for inner, outer in bracketed(self.text, low, high):
            if outer + 1 >= high and inner - 1 >= piece.quantity.end:
                low, high = trimmed(self.text, low, inner - 1)
        return low, high

    def _context(
        self,
        clause: Clause,
        piece: Piece,
        subject: str,
        metric: str,
        direction: str,
        spans: list[Offsets],
    ) -> tuple[str, str]:
        """Subject and metric with what an earlier clause said for this one."""
        scope, base, figure = self.scope, self.scope.base, piece.quantity
        if figure.kind == "rank" or (direction != "none" and DELTA.match(metric or "增长")):
            if base and not subject:
                spans.append(base.label)
                return base.subject or "", base.metric + metric
            return subject, metric
        if figure.unit == "%" and BARE_RATE.match(metric) and base:
            spans.append(base.label)
            return base.subject or subject, base.metric + (metric or "率")
        if GENERIC_RATE.match(metric) and not subject:
            return self._rate(clause, metric, spans)
        if not subject and scope.subject and not leading_verb(metric):
            if scope.subject_span:
                spans.append(scope.subject_span)
            return scope.subject, metric
        if not metric and base:
            spans.append(base.label)
            return base.subject or subject, base.metric
        return subject, metric

    def _rate(self, clause: Clause, metric: str, spans: list[Offsets]) -> tuple[str, str]:
        """Whose rate: the printed subject, the thing last counted, or the clause before."""
        scope = self.scope
        if scope.subject and scope.subject_span:
            spans.append(scope.subject_span)
            return scope.subject, metric
        if scope.base:
            spans.append(scope.base.label)
            return object_of(scope.base.metric), metric
        before = scope.previous
        if before is not None and clause.before in ("，", ","):
            words = plain(self.text, before.start, before.end)
            words = words[lead_end(words) :]
            if 3 <= len(words) <= 40:
                spans[0] = (before.start, spans[0][1])
                return object_of(words), metric
        return "", metric

    def _with_verb(
        self, metric: str, spans: list[Offsets], verb: str, verb_span: Offsets | None
    ) -> tuple[str, list[Offsets]]:
        """A later member of a list under the first one's verb."""
        joined = compose(verb, metric)
        if verb_span and joined != metric:
            spans = [*spans, verb_span]
        return joined, spans

    def _names(self, metric: str) -> tuple[str, ...]:
        """「办结率、群众满意率100%」 states two rates."""
        match = TWO_RATES.match(metric)
        return (match["one"], match["two"]) if match else (metric,)

    def _respectively(self, clause: Clause, figures: list[Quantity]) -> bool:
        """「年初预算分别为259.25万元、206.4万元」 over names listed before; True when read."""
        text = self.text
        head = text[clause.start : figures[0].start]
        if not SEVERAL.search(head):
            return False
        names, metric = self._listed_names(clause, head, len(figures))
        if not names:
            return False
        metric = metric[lead_end(metric) :]
        head_span = trimmed(text, clause.start, figures[0].start)
        for place, (figure, name) in enumerate(zip(figures, names, strict=True)):
            first = (clause.start, figure.end) if place == 0 else (figure.start, figure.end)
            spans = [first, *([head_span] if place else []), name]
            words = text[slice(*name)]
            self._add(
                ResultDraft(
                    metric=metric,
                    subject=words,
                    text=f"{words}{metric}{figure.text}",
                    spans=self._tidy([*spans, *self._period_span(*first)]),
                    figure=figure.text,
                    figure_span=(figure.start, figure.end),
                    status=self._status(head, ""),
                    period=self._period_words(),
                    theme=self._theme(metric, head),
                )
            )
        return True

    def _listed_names(self, clause: Clause, head: str, count: int) -> tuple[list[Offsets], str]:
        """Names for as many figures: before the metric in the clause itself or in one before."""
        text = self.text
        metric = SEVERAL.sub("", head)
        own = _split_names(text, clause.start, clause.start + len(metric))
        if len(own) == count and count > 1:
            low, high = own[-1]
            at = _metric_in(text[low:high])
            if at:
                own[-1] = (low, low + at)
                return own, text[low + at : high]
        low = max(self.passage.start, clause.start - 200)
        for earlier in reversed(clauses_of(text, low, clause.start)):
            words = text[earlier.start : earlier.end]
            cut = re.search(r"(?:分别)?(?:为|是|包括|有|包含)", words)
            begin = earlier.start + (cut.end() if cut else 0)
            names = _split_names(text, begin, earlier.end)
            if len(names) == count and not self.document.quantities_in(begin, earlier.end):
                return names, metric
        return [], metric

    # -- small things -------------------------------------------------------------------------

    def _status(self, prefix: str, suffix: str) -> str:
        said = status_of(prefix + suffix)
        if said == "expected" or (said == "planned" and self.role != "measures"):
            self.scope.status = said
        return said if said != "done" else self.scope.status

    def _as_part(self, clause: Clause, draft: ResultDraft, figure: Quantity) -> ResultDraft:
        """Mark what 其中, 含 or a bracket says is part of an earlier figure."""
        scope = self.scope
        words = self.text[clause.start : clause.start + 4]
        if clause.depth or PARTS.match(words):
            whole = scope.whole
            if whole is None and self.drafts:
                whole = self._whole_for(figure)
            if not clause.depth:
                scope.whole = whole
            return replace(draft, part_of=whole)
        whole = scope.whole
        if whole is not None and draft.direction == "none" and self._fits(whole, figure):
            return replace(draft, part_of=whole)
        if not clause.depth and clause.before != "、":
            scope.whole = None
        return draft

    def _whole_for(self, figure: Quantity) -> int | None:
        """The last figure of the same unit that a part can belong to, else the last at all."""
        for place in range(len(self.drafts) - 1, max(-1, len(self.drafts) - 6), -1):
            draft = self.drafts[place]
            if draft.figure_span and draft.direction == "none" and draft.part_of is None:
                whole = self._quantity(draft)
                if whole and whole.unit == figure.unit and _at_most(figure, whole):
                    return self.first_index + place
        return self.first_index + len(self.drafts) - 1

    def _fits(self, whole: int, figure: Quantity) -> bool:
        """May a further figure be one more part: same unit, and the parts stay within it?"""
        place = whole - self.first_index
        if not 0 <= place < len(self.drafts):
            return False
        total = self._quantity(self.drafts[place])
        if total is None or total.unit != figure.unit or "/" in figure.value:
            return False
        parts = sum(
            quantity.decimal
            for draft in self.drafts[place + 1 :]
            if draft.part_of == whole and (quantity := self._quantity(draft))
        )
        return bool(parts) and parts + figure.decimal <= total.decimal * 1

    def _quantity(self, draft: ResultDraft) -> Quantity | None:
        if draft.figure_span is None:
            return None
        found = self.document.quantities_in(*draft.figure_span)
        return found[0] if found else None

    def _annual(self, when: Offsets) -> bool:
        return is_annual(self.text[slice(*when)])

    def _period_words(self) -> str | None:
        return self.text[slice(*self.scope.period)] if self.scope.period else None

    def _period_span(self, low: int, high: int) -> list[Offsets]:
        """The words that say when, if they stand outside of a span."""
        when = self.scope.period
        return [when] if when and not (low <= when[0] and when[1] <= high) else []

    def _tidy(self, spans: list[Offsets]) -> tuple[Offsets, ...]:
        """Distinct spans, none inside the first."""
        first = spans[0]
        return tuple(
            dict.fromkeys(
                span
                for span in spans
                if span == first or not (first[0] <= span[0] and span[1] <= first[1])
            )
        )

    def _wording(self, low: int, high: int, subject: str) -> str:
        words = " ".join(self.text[low:high].split())
        return words if not subject or subject in words else f"{subject}{words}"

    def _theme(self, metric: str, words: str) -> str | None:
        return theme_of(metric, words, self.topic, self.passage.topic, *self.passage.path[::-1])

    def _add(self, draft: ResultDraft) -> None:
        self.drafts.append(draft)


def _at_most(part: Quantity, whole: Quantity) -> bool:
    return "/" not in part.value + whole.value and part.decimal <= whole.decimal


def _split_names(text: str, low: int, high: int) -> list[Offsets]:
    """Names between 、 and 和 in a span."""
    names = []
    begin = low
    for joint in re.finditer(r"[、，]|(?<=.)和(?=.)|以及|及(?=.)", text[low:high]):
        names.append((begin, low + joint.start()))
        begin = low + joint.end()
    names.append((begin, high))
    return [name for name in names if name[0] < name[1]]


def _metric_in(words: str) -> int | None:
    """Where the metric begins in 「城市管理项目年初预算」."""
    match = re.search(r"(?:年初|全年|实际|预算|支出|资金|到位|执行|完成|决算|投入|经费)", words)
    return match.start() if match and match.start() >= 2 else None
