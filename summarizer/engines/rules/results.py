"""Results: the sentences of a passage → one draft per figure and per end state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.engines.rules.distributive import Share, shares_of, times_in
from summarizer.engines.rules.ellipsis import DELTA, Gap, complete
from summarizer.engines.rules.end_states import is_blanket_claim, is_safe_in_passing, states_in
from summarizer.engines.rules.figures import Piece, figures_in, is_rule, pieces_of, plain
from summarizer.engines.rules.labels import (
    Label,
    label_of,
    shared_verb,
    under_verb,
    words_around,
)
from summarizer.engines.rules.noun_phrases import is_rate, lead_end, object_of, tail_start
from summarizer.engines.rules.parts import is_part, quantity_of, whole_of
from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.scope import Scope, level_from
from summarizer.engines.rules.target_values import promised_name, promised_sign
from summarizer.genre.clauses import Clause, bracketed, clauses_of, one_line, trimmed
from summarizer.genre.comparators import without_comparator
from summarizer.genre.indicators import Level, level_of
from summarizer.genre.owners import is_owner, owner_of_entry, owner_of_heading
from summarizer.genre.sections import bare_heading, heading_role
from summarizer.genre.status import is_annual, period_in, status_of
from summarizer.genre.themes import theme_of
from summarizer.schema import Quantity, ResultDraft, TargetDraft

__all__ = ["results_of"]

Offsets = tuple[int, int]

_TWO_RATES = re.compile(
    r"""^(?P<one>.{2,24}?[率度])(?:、|和|及|与|以及)(?P<two>.{2,24}[率度])$""", re.VERBOSE
)
# 「学生和家长满意度」: two groups.
_TWO_HOLDERS = re.compile(r"^(?P<one>[^、和]{2,8})和(?P<two>[^、和]{2,8}?)(?P<rate>满意度|满意率)$")
_PURPOSE = re.compile(r"^(?:主要|专项|全部)?(?:是)?(?:用于|旨在)")
_REASON = re.compile(r"原因(?:主要)?(?:是|：|为|在于|有|如下)|原因$|^主要(?:是因|因为|是由于)")
# 「比上年减少1.36万元」 at the start of a sentence refers to the previous level.
_COMPARES = re.compile(
    r"""(?:同比|环比|(?:比|较)(?:上年|去年|20\d\d年|年初|预算)|与[^，]{2,12}相比)
    [^，]{0,6}(?:增|减|提|降|上升|下降|节约)""",
    re.VERBOSE,
)
_CHANGE_TAIL = re.compile(
    r"""(?:各|均|同比|比上年|较上年|分别)*(?:增加|减少|增长|下降|提高|降低|上升)了?$""", re.VERBOSE
)
_DENIED = re.compile("未|没有|尚未|无")
_MISSED = re.compile("未|不到|不足")
# A number that quantifies a problem is not a result.
# 「应急管理事务（款）安全监管（项）。年初预算为560万元」: an item of the final accounts.
_BUDGET_ITEM = re.compile(r"(?P<name>[^（()）。，；：\s]{2,30})[（(](?:项|款)[)）]$")
_IN_BRACKETS = re.compile(r"[（(][^（()）]{0,20}[)）]")
_OPENING = re.compile(r"^(?:其中|含|共计|共|又|并|且)")
# A longer label or topic is running text, which every following number would repeat.
_LONGEST = 200


def results_of(passage: Passage) -> tuple[list[ResultDraft], list[TargetDraft]]:
    """Return the results of a passage in reading order, and the targets they are compared with.
    `part_of` counts from the first of these results.
    """
    reader = _Reader(passage)
    for start, end in passage.sentences:
        reader.read(start, end)
    return reader.drafts, reader.targets


class _Reader:
    """Reads the sentences of one passage and keeps context between them."""

    def __init__(self, passage: Passage) -> None:
        self.passage, self.document = passage, passage.document
        self.text, self.role = passage.document.text, passage.role
        self.drafts: list[ResultDraft] = []
        self.targets: list[TargetDraft] = []
        self.topic = passage.topic
        self.sentence, self.sentence_end = "", 0
        self.level = level_of(bare_heading(passage.topic)) or Level()
        self.times: tuple[str, ...] = ()
        self.paragraph_period: Offsets | None = None
        self.scope = Scope()
        self.item: tuple[str, Offsets] | None = None
        heading = owner_of_heading(passage.path) if passage.is_whole else ""
        self.owner: tuple[str, Offsets | None] | None = passage.owner
        if heading and not passage.owner:
            self.owner = heading, None

    def read(self, start: int, end: int) -> None:
        """Read one sentence."""
        last, self.scope = self.scope, Scope(period=self.paragraph_period)
        self.sentence, self.sentence_end, self.times = self.text[start:end], end, ()
        # 「成本指标：人均标准为720元。实际人均标准为715元。」
        told = self.text.startswith("实际", end) and "实际" not in self.sentence
        self.outcome = self.text[end : self.passage.end] if told else ""
        clauses = clauses_of(self.text, start, end)
        if clauses:
            entry = owner_of_entry(self.text, clauses[0])
            self.owner = entry or (None if clauses[0].marked else self.owner)
        self._own()
        if clauses and _COMPARES.match(self.text, clauses[0].start, clauses[0].end):
            # 「支出决算9.82万元，完成预算的59.5%。较上年减少1.36万元。」
            self.scope.level, self.scope.latest = last.level, last.latest
        for clause in clauses:
            self._cross(clause)
            if item := _BUDGET_ITEM.search(self.text, clause.start, clause.end):
                self.item = item["name"], item.span("name")
            self._clause(clause)
            for low, high in bracketed(self.text, clause.start, clause.end):
                self._bracket(low, high)
        if is_owner(self.scope.subject) and self.scope.subject_span:
            self.owner = self.scope.subject, self.scope.subject_span

    def _own(self) -> None:
        """Set the owner of the following figures until another one is named."""
        owner = self.item or self.owner or ("", None)
        self.scope.name_subject(*owner)

    def _cross(self, clause: Clause) -> None:
        """Reset context at a separator: expectations and an annual period at ；, the subject at a
        list number.
        """
        scope = self.scope
        if clause.marked:
            long = clause.end - clause.start > _LONGEST
            self.topic = "" if long else self.text[clause.start : clause.end]
            self._own()
        if clause.before in ("；", ";"):
            scope.status, scope.purpose, scope.reason = "done", False, False
            scope.promises.clear()
            if not (clause.part or is_part(self.text[clause.start : clause.end])):
                self._own()
            if scope.period and self.role != "funds" and self._annual(scope.period):
                scope.period = None
        if self.text[clause.end : clause.end + 1] in ("：", ":", "。"):
            # A run-in class name: 「数量指标：计划培训200人，实际培训215人」.
            self.level = level_of(self.text[clause.start : clause.end]) or self.level

    def _clause(self, clause: Clause) -> None:
        scope = self.scope
        words = self.text[clause.start : clause.end]
        scope.purpose = scope.purpose or bool(_PURPOSE.match(words))
        scope.reason = scope.reason or bool(_REASON.search(words))
        period = scope.period
        self._note_period(clause)
        figures = figures_in(self.document, clause.start, clause.end, self.role)
        if is_rule(self.sentence):
            figures = [figure for figure in figures if not figure.comparator]
        if scope.purpose or scope.reason:
            figures = [figure for figure in figures if figure.unit in ("元", "%")]
        if figures:
            self._figures(clause, figures)
        else:
            if not (scope.purpose or scope.reason):
                self._state(clause.start, clause.end, marked=clause.marked)
        if self._is_month_of(words):
            scope.period = period
        scope.previous, scope.silent = clause, not figures

    def _note_period(self, clause: Clause) -> None:
        when = period_in(self.text, clause.start, clause.end)
        if when is None:
            return
        self.scope.period = when
        named_year = "年" in self.text[slice(*when)] and self.text[when[0]].isdigit()
        if self.role == "funds" and self.paragraph_period is None and named_year:
            self.paragraph_period = when

    def _is_month_of(self, words: str) -> bool:
        """「8月才完成招标，现有财务人员1名」: a month in a clause with other words is only
        the month of that clause.
        """
        period = self._period_words() or ""
        inside = "月" in period and not period.startswith("截") and period in words
        return inside and len(words) > len(period) + 3

    def _bracket(self, low: int, high: int) -> None:
        """Read a breakdown in brackets: parts of the figure before it."""
        if not self.drafts or self.role not in ("results", "funds", "problems", "background"):
            return
        scope = self.scope
        outer, level, subject = scope.whole, scope.level, scope.subject
        inside = len(self.drafts) - 1
        for clause in clauses_of(self.text, low, high, depth=1):
            scope.whole = inside
            if found := figures_in(self.document, clause.start, clause.end, self.role):
                self._figures(clause, found)
        scope.whole, scope.level, scope.subject = outer, level, subject

    # -- end states ---------------------------------------------------------------------------

    def _state(self, start: int, end: int, *, marked: bool = False) -> None:
        words = self.text[start:end]
        topical = marked and self.text[end : end + 1] in ("。", "：")
        safe = self.role == "other" and is_safe_in_passing(words)
        told = self.role in ("results", "funds") and not topical
        if not (told or safe or is_blanket_claim(words)):
            return
        status = status_of(words)
        if status in ("planned", "expected") or self.scope.status != "done":
            return
        for state in states_in(plain(self.text, start, end)):
            if _DENIED.match(words) and not _DENIED.match(state.metric):
                continue
            carried = self.scope.subject if not state.subject else ""
            self.drafts.append(
                ResultDraft(
                    metric=state.metric,
                    subject=state.subject or carried or None,
                    text=words,
                    spans=_tidy([(start, end), *self._period_span(start, end)]),
                    status=status,
                    period=self._period_words(),
                    theme=self._theme(state.metric, words),
                )
            )

    # -- figures ------------------------------------------------------------------------------

    def _figures(self, clause: Clause, figures: Sequence[Quantity]) -> None:
        head = self.text[clause.start : figures[0].start]
        self.times = times_in(head) or self.times
        if shares := shares_of(self.document, clause, figures, self.drafts, self.times):
            status = self._status(head)
            if shares[0].subject and self.times:
                self.scope.name_subject(shares[0].subject, None)
            self.drafts += [self._share(share, status) for share in shares]
            return
        verb, verb_span = "", None
        for piece in pieces_of(self.text, clause.start, clause.end, list(figures)):
            if not piece.listed and not piece.beside:
                verb, verb_span = shared_verb(self.document, piece)
            self._piece(clause, piece, verb, verb_span)

    def _piece(self, clause: Clause, piece: Piece, verb: str, verb_span: Offsets | None) -> None:
        piece, tail = self._without_next_action(piece)
        span = self._span(piece)
        before, after = words_around(self.document, piece)
        name = promised_name(
            before,
            after,
            self.text[piece.quantity.end : self.sentence_end],
            bound=piece.quantity.comparator is not None,
        )
        if name == "" and _MISSED.match(piece.quantity.text) and len(before) > 2:
            # 「演出场次未达到200场的目标」
            name = before[lead_end(before) :]
        if name is None and self.outcome and self.level != Level():
            named = before[lead_end(before) : tail_start(before)] + after
            name = named if named and named[:4] in self.outcome else None
        if name is None and piece.listed and self.scope.latest and self.scope.latest.promised:
            # 「目标新建宿舍楼1栋、食堂3栋，实际…」: a further member of a list of targets.
            name = before
        if name is not None:
            self._promise(piece, name, before, span)
            return
        label = label_of(self.document, self.scope, piece, span)
        complete(Gap(self.text, self.scope, clause, piece, label))
        if piece.listed and not label.outcome:
            under_verb(label, verb, verb_span)
        label.metric = (label.metric or self._topic_name())[:_LONGEST]
        if not label.metric:
            # A number without a label is listed as uncited; its label is not guessed.
            return
        self._add_figure(clause, piece, label, span)
        self._hold(piece, label)
        if tail:
            self._state(*tail)

    def _add_figure(self, clause: Clause, piece: Piece, label: Label, span: Offsets) -> None:
        text, figure = self.text, piece.quantity
        low, high = span
        status = self._status(text[piece.start : figure.start] + text[figure.end : high])
        subject = label.subject
        if status == "planned":
            # 「力争供水保证率达到97%」 is a plan.
            return
        for name in _names(label.metric):
            draft = ResultDraft(
                metric=name,
                subject=subject or None,
                text=self._wording(*label.spans[0], subject, name, figure.text),
                spans=_tidy([*label.spans, *self._period_span(*label.spans[0])]),
                figure=figure.text,
                figure_span=(figure.start, figure.end),
                direction=label.direction,
                status=status,
                period=label.period or self._period_words(),
                theme=self._theme(name, text[low:high]),
            )
            level = draft.direction == "none" and not is_rate(name)
            whole = whole_of(self.document, self.scope, clause, self.drafts, figure, level=level)
            self.drafts.append(replace(draft, part_of=whole))

    def _promise(self, piece: Piece, name: str, before: str, span: Offsets) -> None:
        """Record a target that the report compares its result with."""
        scope, figure = self.scope, piece.quantity
        known, spans, subject = scope.latest, [span], None
        last = self.drafts[-1] if self.drafts and not name and not scope.silent else None
        told = quantity_of(self.document, last) if last else None
        if last and told and told.unit == figure.unit:
            # 「满意度为96%，高于目标值95%」
            name, subject = last.metric, last.subject
            spans.append(last.spans[0])
        elif not name and known:
            name, subject = known.metric, known.subject
            spans.append(known.label)
        elif not name and scope.previous and scope.silent:
            # 「维修农村危房，指标值≥200户」
            name = plain(self.text, scope.previous.start, scope.previous.end)
            spans[0] = (scope.previous.start, span[1])
        metric = without_comparator(name).removeprefix("其中")[:_LONGEST]
        if not metric:
            return
        for one in _names(metric):
            self.targets.append(
                TargetDraft(
                    metric=one,
                    subject=subject or scope.subject or None,
                    text=self._wording(*span, "", one, figure.text),
                    spans=_tidy(spans),
                    figure=figure.text,
                    figure_span=(figure.start, figure.end),
                    comparator=promised_sign(before, figure),
                    level1=self.level.level1,
                    level2=self.level.level2,
                    period=self._period_words(),
                )
            )
        if last is None or told is None or told.unit != figure.unit:
            held = level_from(self.text, metric, subject or "", label=span, quantity=figure)
            scope.level = scope.latest = replace(held, thing=metric, promised=True)
            scope.promises.append(scope.level)

    def _hold(self, piece: Piece, label: Label) -> None:
        """Keep a stated level as context."""
        scope, figure = self.scope, piece.quantity
        if figure.kind == "rank" or label.continues:
            return
        if label.direction != "none":
            # 「收支总计各增加8642万元，增长19.54%」: the second change has the same object as the
            # first.
            named = _CHANGE_TAIL.sub("", self.text[slice(*label.own)])
            if len(named) >= 2 and not DELTA.match(named):
                own = (label.own[0], label.own[0] + len(named))
                scope.level = level_from(
                    self.text, named, label.subject, label=own, quantity=figure
                )
            return
        level = level_from(self.text, label.metric, label.subject, label=label.own, quantity=figure)
        scope.latest = level
        if is_rate(label.metric) or piece.beside:
            return
        scope.level = scope.by_unit[figure.unit] = level
        if self.text.startswith(("对", "针对"), piece.start) and piece.end > figure.end:
            scope.name_subject(label.metric, level.place, topic=True)

    def _without_next_action(self, piece: Piece) -> tuple[Piece, Offsets | None]:
        """「筹集资金300余万元完成X改造」: what the money paid for is a statement of its own."""
        figure = piece.quantity
        if figure.unit == "元" and self.text.startswith("完成", figure.end):
            return replace(piece, end=figure.end), trimmed(self.text, figure.end, piece.end)
        return piece, None

    def _span(self, piece: Piece) -> Offsets:
        """Return the span of a piece without a trailing bracket."""
        low, high = trimmed(self.text, piece.start, piece.end)
        for inner, outer in bracketed(self.text, low, high):
            if outer + 1 >= high and inner - 1 >= piece.quantity.end:
                low, high = trimmed(self.text, low, inner - 1)
        return low, high

    def _share(self, share: Share, status: str) -> ResultDraft:
        """Return one of several figures in a distributive clause."""
        words = f"{share.subject or ''}{share.metric}{share.figure.text}"
        return ResultDraft(
            metric=share.metric,
            subject=share.subject or self.scope.subject or None,
            text=words,
            spans=_tidy([*share.spans, *self._period_span(*share.spans[0])]),
            figure=share.figure.text,
            figure_span=(share.figure.start, share.figure.end),
            direction=share.direction,
            status=status,
            period=share.period or self._period_words(),
            theme=self._theme(share.metric, words),
        )

    # -- helpers ------------------------------------------------------------------------------

    def _topic_name(self) -> str:
        """Return the name in the heading or list entry, unless it is a section title."""
        words = bare_heading(self.topic)
        named = heading_role(words) in (None, "funds") and not words.endswith("情况")
        return object_of(words) if named else ""

    def _status(self, words: str) -> str:
        """Return the status of a statement; an expectation stays valid until the next ；."""
        said = status_of(words)
        if said in ("expected", "planned"):
            self.scope.status = said
        return said if said != "done" else self.scope.status

    def _annual(self, when: Offsets) -> bool:
        return is_annual(self.text[slice(*when)])

    def _period_words(self) -> str | None:
        return self.text[slice(*self.scope.period)] if self.scope.period else None

    def _period_span(self, low: int, high: int) -> list[Offsets]:
        """Return the span of the period if it is outside a span."""
        when = self.scope.period
        return [when] if when and not (low <= when[0] and when[1] <= high) else []

    def _wording(self, low: int, high: int, subject: str, metric: str, figure: str) -> str:
        """Return the clause, completed by its object and subject where they are missing."""
        words = one_line(self.text[low:high])
        if object_of(metric)[:2] not in words:
            words = f"{metric}{one_line(figure)}"
        if not subject or subject in _IN_BRACKETS.sub("", words):
            return words
        said = _OPENING.sub("", words)
        return subject + (said.removeprefix("项目") if subject.endswith("项目") else said)

    def _theme(self, metric: str, words: str) -> str | None:
        """Return the theme by the statement, its clause and sentence, the topic and the
        headings.
        """
        named = [h for h in self.passage.path[1:] if heading_role(h) is None]
        headings = [(heading, 1.1) for heading in named]
        last = self.drafts[-1].theme if self.drafts else None
        contexts = [(words, 0.5), (self.topic, 1.1), *headings, (self.sentence, 0.3)]
        return theme_of(metric, contexts) or last or "other"


def _names(metric: str) -> tuple[str, ...]:
    """「办结率、群众满意率100%」 states two rates, 「学生和家长满意度」 too.

    >>> _names("学生和家长满意度"), _names("办结率、群众满意率")
    (('学生满意度', '家长满意度'), ('办结率', '群众满意率'))
    """
    if match := _TWO_RATES.match(metric):
        return match["one"], match["two"]
    if match := _TWO_HOLDERS.match(metric):
        return match["one"] + match["rate"], match["two"] + match["rate"]
    return (metric,)


def _tidy(spans: list[Offsets]) -> tuple[Offsets, ...]:
    """Return distinct spans, none inside the first."""
    low, high = spans[0]
    rest = [span for span in spans[1:] if not (low <= span[0] and span[1] <= high)]
    return tuple(dict.fromkeys([spans[0], *rest]))
