"""Results: sentences of a passage → one draft per figure and per end state."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.engines.rules.actors import note_actor
from summarizer.engines.rules.asides import only_compares
from summarizer.engines.rules.binding import EVENT, bind, share_verb, verb_of
from summarizer.engines.rules.figures import FACT_ROLES, Piece, figures_in, pieces_of, plain
from summarizer.engines.rules.joining import DELTA, Bound
from summarizer.engines.rules.listing import Listing
from summarizer.engines.rules.owners import BUDGET_ITEM, OF_ITEM, OF_PROJECT, project_of
from summarizer.engines.rules.parts import fits, is_part, whole_for
from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.promises import promise_in, wanted
from summarizer.engines.rules.respectively import Share, shares_of
from summarizer.engines.rules.scope import Scope, base_of
from summarizer.engines.rules.states import is_blanket_claim, is_safe_in_passing, states_in
from summarizer.engines.rules.wording import (
    is_rate,
    lead_end,
    object_of,
    without_light_verb,
)
from summarizer.genre.clauses import (
    Clause,
    bracketed,
    clauses_of,
    one_line,
    trimmed,
)
from summarizer.genre.comparators import without_comparator
from summarizer.genre.indicators import Level, level_of
from summarizer.genre.sections import Role, bare_heading, heading_role
from summarizer.genre.status import is_annual, period_in, status_of
from summarizer.genre.themes import theme_of
from summarizer.schema import Document, Quantity, ResultDraft, TargetDraft

__all__ = ["results_of"]

Offsets = tuple[int, int]

TWO_RATES = re.compile(r"^(?P<one>.{2,24}?[率度])(?:、|和|及|与|以及)(?P<two>.{2,24}[率度])$")
PURPOSE = re.compile(r"^(?:主要|专项|全部)?(?:是)?(?:用于|旨在)")
THRESHOLD_RULE = re.compile(r"须报|应当|不得|方可|须经|报.{0,14}(?:审批|批准|研究)")
REASON = re.compile(r"原因(?:主要)?(?:是|：|为|在于|有|如下)|原因$|^主要(?:是因|因为|是由于)")
BECAUSE = re.compile(r"^(?:由于|因为?(?!此)).{2,30}$|^受.{2,20}(?:影响|制约|限制)$")
CHANGE_TAIL = re.compile(
    r"(?:各|均|同比|比上年|较上年|分别)*(?:增加|减少|增长|下降|提高|降低|上升)了?$"
)
DENIED = re.compile("未|没有|尚未|无")
BRACKETED = re.compile(r"[（(][^（()）]{0,20}[)）]")
# Among facts, a sentence of what was done: 「全年累计发放津贴398万元，惠及老人6120人」.
TOLD = re.compile(
    r"(?:截[至止][^，。]{2,14}[，,])?(?:20\d\d年度?)?(?:全年|年内)?(?:累计|实际|共|已)+(?:计)?"
    r"(?:发放|完成|建成|改造|补助|救助|资助|培训|惠及|开展|实施|新建|办理|接待|受理)"
)
# A sentence that only compares tells of the level before it.
COMPARES = re.compile(
    r"(?:同比|环比|(?:比|较)(?:上年|去年|20\d\d年|年初|预算)|与[^，]{2,12}相比)[^，]{0,6}(?:增|减|提|降|上升|下降|节约)"
)
# A longer label or topic is running text; each number behind it would repeat it whole.
LONGEST = 200
OPENING = re.compile(r"^(?:其中|含|共计|共|又|并|且)")


def results_of(
    passage: Passage, *, first_index: int = 0, listing: Listing | None = None
) -> tuple[list[ResultDraft], list[TargetDraft]]:
    """The results of a passage in reading order and the targets it holds them against;
    `part_of` counts from `first_index`."""
    reader = _Reader(passage, first_index, listing)
    for start, end in passage.sentences:
        reader.read(start, end)
    return reader.drafts, reader.targets


class _Reader:
    """Reads the sentences of one passage, carrying what they leave unsaid."""

    def __init__(self, passage: Passage, first_index: int, listing: Listing | None) -> None:
        self.passage = passage
        self.document: Document = passage.document
        self.text = passage.document.text
        self.role = passage.role
        self.first_index = first_index
        self.drafts: list[ResultDraft] = []
        self.targets: list[TargetDraft] = []
        self.topic = passage.topic
        self.item: re.Match[str] | None = None
        self.sentence, self.sentence_end = "", 0
        self.level = Level()
        self.listing = listing
        self.paragraph_period: Offsets | None = listing.period if listing else None
        self.scope = Scope()

    def read(self, start: int, end: int) -> None:
        """One sentence."""
        last = self.scope
        self.scope = Scope(period=self.paragraph_period)
        self.sentence, self.sentence_end = self.text[start:end], end
        clauses = clauses_of(self.text, start, end)
        if clauses and COMPARES.match(self.text, clauses[0].start, clauses[0].end):
            # 「支出决算9.82万元，完成预算的59.5%。较上年减少1.36万元，下降12.2%。」
            self.scope.base, self.scope.latest = last.base, last.latest
        for clause in clauses:
            if clause.marked or BUDGET_ITEM.search(self.text, clause.start, clause.end):
                long = clause.end - clause.start > LONGEST
                self.topic = "" if long else self.text[clause.start : clause.end]
                self.item = BUDGET_ITEM.search(self.text, clause.start, clause.end)
            self._cross(clause)
            self._note_class(clause)
            self._clause(clause)
            for low, high in bracketed(self.text, clause.start, clause.end):
                if not self._promise_in_bracket(clause, low, high):
                    self._bracket(low, high)

    def _cross(self, clause: Clause) -> None:
        """What a separator ends: expectations at ；, an annual period too."""
        scope = self.scope
        if clause.before in ("；", ";"):
            scope.status, scope.purpose, scope.reason = "done", False, False
            scope.promises.clear()
            if scope.period and self.role != "funds" and self._annual(scope.period):
                scope.period = None

    def _clause(self, clause: Clause) -> None:
        scope = self.scope
        words = self.text[clause.start : clause.end]
        scope.purpose = scope.purpose or bool(PURPOSE.match(words))
        scope.reason = scope.reason or bool(REASON.search(words))
        aside = bool(BECAUSE.match(words))
        self._note_period(clause)
        listed = self.role in FACT_ROLES and (
            scope.whole is not None or clause.part or is_part(words)
        )
        told = self.role in ("background", "duties") and TOLD.match(self.sentence)
        role: Role = "funds" if listed else "results" if told else self.role
        figures = figures_in(self.document, clause.start, clause.end, role)
        if listed:
            figures = [figure for figure in figures if figure.unit in ("元", "%")]
        if THRESHOLD_RULE.search(self.sentence):
            figures = [figure for figure in figures if not figure.comparator]
        if scope.purpose or scope.reason or aside:
            figures = [figure for figure in figures if figure.unit in ("元", "%")]
        if figures:
            figures = [
                figure for figure in figures if not only_compares(self.text, clause.start, figure)
            ]
            self._figures(clause, figures)
        else:
            if not (scope.purpose or scope.reason or aside):
                self._state(clause.start, clause.end, marked=clause.marked)
            note_actor(self.text, scope, clause)
        scope.previous, scope.silent = clause, not figures

    def _note_class(self, clause: Clause) -> None:
        """A run-in class name: 「数量指标：计划培训200人，实际培训215人」."""
        if self.text[clause.end : clause.end + 1] in ("：", ":", "。"):
            self.level = level_of(self.text[clause.start : clause.end]) or self.level

    def _note_period(self, clause: Clause) -> None:
        when = period_in(self.text, clause.start, clause.end)
        if when is None:
            return
        self.scope.period = when
        named_year = "年" in self.text[slice(*when)] and self.text[when[0]].isdigit()
        if self.role == "funds" and self.paragraph_period is None and named_year:
            self.paragraph_period = when

    def _promise_in_bracket(self, clause: Clause, low: int, high: int) -> bool:
        """「发放宣传册（≥5000份），实际发放5200份」: the bracket holds the promise alone."""
        found = self.document.quantities_in(low, high)
        name = self.text[clause.start : low - 1]
        alone = len(found) == 1 and found[0].text == self.text[low:high].strip()
        if (
            not alone
            or found[0].comparator is None
            or self.document.quantities_in(clause.start, low)
        ):
            return False
        piece = Piece(clause.start, high, found[0])
        self._promise(piece, name[lead_end(name) :], (clause.start, high + 1))
        return True

    def _bracket(self, low: int, high: int) -> None:
        """A breakdown in brackets: parts of the figure before it."""
        if not self.drafts or self.role not in ("results", "funds", "problems", "background"):
            return
        role: Role = "funds" if self.role == "background" else self.role
        outer, inside = self.scope.whole, self.first_index + len(self.drafts) - 1
        base, subject = self.scope.base, self.scope.subject
        for clause in clauses_of(self.text, low, high, depth=1):
            self.scope.whole = inside
            found = figures_in(self.document, clause.start, clause.end, role)
            if self.role == "background":
                found = [figure for figure in found if figure.unit == "元"]
            if found:
                self._figures(clause, found)
        self.scope.whole, self.scope.base, self.scope.subject = outer, base, subject

    # -- end states ---------------------------------------------------------------------------

    def _state(self, start: int, end: int, *, marked: bool = False) -> None:
        words = self.text[start:end]
        topical = marked and self.text[end : end + 1] in ("。", "：")
        safe = self.role == "other" and is_safe_in_passing(words)
        told = self.role in ("results", "funds") and not topical
        if not (told or safe or is_blanket_claim(words)):
            return
        bare = plain(self.text, start, end)
        status = status_of(words)
        if status in ("planned", "expected") or self.scope.status != "done":
            return
        for state in states_in(bare):
            if DENIED.match(words) and not DENIED.match(state.metric):
                continue
            self._add(
                ResultDraft(
                    metric=state.metric,
                    subject=state.subject or None,
                    text=words,
                    spans=((start, end), *self._period_span(start, end)),
                    status=status,
                    period=self._period_words(),
                    theme=self._theme(state.metric, words),
                )
            )

    # -- figures ------------------------------------------------------------------------------

    def _figures(self, clause: Clause, figures: list[Quantity]) -> None:
        if not figures:
            return
        if shares := shares_of(self.document, clause, figures, self.drafts):
            status = self._status(self.text[clause.start : figures[0].start])
            self.drafts += [self._share(share, status) for share in shares]
            return
        verb, verb_span = "", None
        for piece in pieces_of(self.text, clause.start, clause.end, figures):
            if not piece.listed and not piece.beside:
                verb, verb_span = verb_of(self.document, piece)
            self._piece(clause, piece, verb, verb_span)

    def _piece(self, clause: Clause, piece: Piece, verb: str, verb_span: Offsets | None) -> None:
        text, scope, figure = self.text, self.scope, piece.quantity
        piece, tail = self._without_next_action(piece)
        low, high = self._span(piece)
        name = promise_in(self.document, scope, piece, text[piece.end : self.sentence_end])
        if name is not None:
            self._promise(piece, name, (low, high))
            return
        bound = bind(self.document, scope, clause, piece, (low, high))
        if piece.listed and not bound.outcome:
            share_verb(bound, verb, verb_span)
        metric = bound.metric or object_of(bare_heading(self.topic)) or bare_heading(self.topic)
        metric = metric[:LONGEST]
        if metric in OF_PROJECT and not bound.subject:
            bound.subject = project_of(self.passage.path)
        item = self.item["name"] if self.item else ""
        if self.item and OF_ITEM.match(metric) and bound.subject in ("", item):
            bound.subject = item
            bound.spans.append(self.item.span("name"))
        status = self._status(text[piece.start : figure.start] + text[figure.end : high])
        for name in _names(metric):
            draft = ResultDraft(
                metric=name,
                subject=bound.subject or None,
                text=self._wording(*bound.spans[0], bound.subject, name, figure.text),
                spans=_tidy([*bound.spans, *self._period_span(*bound.spans[0])]),
                figure=figure.text,
                figure_span=(figure.start, figure.end),
                direction=bound.direction,
                status=status,
                period=bound.period or self._period_words(),
                theme=self._theme(name, text[low:high]),
            )
            self._add(self._as_part(clause, draft, figure))
        if bound.direction != "none" and not bound.continues:
            self._hold_change(piece, bound)
        if bound.direction == "none" and figure.kind != "rank" and not bound.continues:
            if not is_rate(metric):
                self._hold(piece, metric, bound.subject, bound.label)
            else:
                scope.latest = base_of(
                    text, metric, bound.subject, label=bound.label, quantity=figure
                )
        if tail:
            self._state(*tail)

    def _promise(self, piece: Piece, name: str, span: Offsets) -> None:
        """A target that the report holds its result against."""
        scope, figure = self.scope, piece.quantity
        known = scope.latest
        spans = [span]
        last = self.drafts[-1] if self.drafts and not name and not scope.silent else None
        if last and _unit(self.document, last) == figure.unit:
            # 「授权1286件，同比增长8.3%，未达到10%的目标」
            name, spans = last.metric, [span, last.spans[0]]
        elif not name and known:
            spans.append(known.label)
        elif not name and scope.previous and scope.silent:
            # 「维修农村危房，指标值≥200户」
            name = plain(self.text, scope.previous.start, scope.previous.end)
            spans[0] = (scope.previous.start, span[1])
        metric = without_comparator(without_light_verb(name)) or (known.metric if known else "")
        metric = metric[:LONGEST]
        if not metric:
            return
        self.targets.append(
            TargetDraft(
                metric=metric,
                subject=last.subject if last else known.subject if known and not name else None,
                text=self._wording(*span, "", metric, figure.text),
                spans=_tidy(spans),
                figure=figure.text,
                figure_span=(figure.start, figure.end),
                comparator=wanted(self.text, span[0], figure),
                level1=self.level.level1,
                level2=self.level.level2,
                period=self._period_words(),
            )
        )
        if name and not last:
            base = base_of(self.text, metric, "", label=span, quantity=figure)
            scope.base = scope.latest = replace(base, thing=metric, promised=True)
            scope.promises.append(scope.base)

    def _hold(self, piece: Piece, metric: str, subject: str, label: Offsets) -> None:
        """Keep a level as the base of what follows, and an activity as what numbers attend."""
        if piece.beside:
            return
        scope, figure = self.scope, piece.quantity
        scope.base = scope.latest = base = base_of(
            self.text, metric, subject, label=label, quantity=figure
        )
        scope.levels[figure.unit] = base
        if EVENT.search(base.thing):
            scope.event, scope.event_span = base.thing, base.place
        if self.text.startswith(("对", "针对"), piece.start) and piece.end > figure.end:
            scope.name_subject(metric, base.place, topic=True)

    def _hold_change(self, piece: Piece, bound: Bound) -> None:
        """「收支总计各增加8642万元，增长19.54%」: the second change is of the first one's thing."""
        low, high = bound.label
        named = CHANGE_TAIL.sub("", self.text[low:high])
        if len(named) >= 2 and not DELTA.match(named):
            label = (low, low + len(named))
            self.scope.base = base_of(
                self.text, named, bound.subject, label=label, quantity=piece.quantity
            )

    def _without_next_action(self, piece: Piece) -> tuple[Piece, Offsets | None]:
        """「筹集资金300余万元完成X改造」: what the money completed is a statement of its own."""
        figure = piece.quantity
        if figure.unit == "元" and self.text.startswith("完成", figure.end):
            return replace(piece, end=figure.end), trimmed(self.text, figure.end, piece.end)
        return piece, None

    def _span(self, piece: Piece) -> Offsets:
        """Where a piece stands, without a bracket that ends it."""
        low, high = trimmed(self.text, piece.start, piece.end)
        for inner, outer in bracketed(self.text, low, high):
            if outer + 1 >= high and inner - 1 >= piece.quantity.end:
                low, high = trimmed(self.text, low, inner - 1)
        return low, high

    def _as_part(self, clause: Clause, draft: ResultDraft, figure: Quantity) -> ResultDraft:
        """Mark what 其中, 含 or a bracket says is part of an earlier figure."""
        scope = self.scope
        if clause.depth:
            return replace(draft, part_of=scope.whole)
        if self.listing and not self.drafts and figure.unit == "元":
            # A budget is no part of what was spent.
            alike = self.listing.budget or "预算" not in draft.metric
            return replace(draft, part_of=self.listing.whole) if alike else draft
        if clause.part or is_part(self.text[clause.start : clause.end]):
            if scope.whole is None:
                place = whole_for(self.document, self.drafts, figure)
                scope.whole = None if place is None else self.first_index + place
            return replace(draft, part_of=scope.whole)
        if scope.whole is None:
            return draft
        place = scope.whole - self.first_index
        plain_level = draft.direction == "none" and not is_rate(draft.metric)
        if plain_level and fits(self.document, self.drafts, place, scope.whole, figure):
            return replace(draft, part_of=scope.whole)
        # 「，占46.2%，比上年减少3万元」 after a part ends no list.
        if plain_level and figure.unit != "%":
            scope.whole = None
        return draft

    def _share(self, share: Share, status: str) -> ResultDraft:
        """One of several figures that a clause deals out."""
        words = f"{share.subject or ''}{share.metric}{share.figure.text}"
        return ResultDraft(
            metric=share.metric,
            subject=share.subject,
            text=words,
            spans=_tidy([*share.spans, *self._period_span(*share.spans[0])]),
            figure=share.figure.text,
            figure_span=(share.figure.start, share.figure.end),
            direction=share.direction,
            status=status,
            period=share.period or self._period_words(),
            theme=self._theme(share.metric, words),
        )

    # -- small things -------------------------------------------------------------------------

    def _status(self, words: str) -> str:
        """The status of a statement; an expectation holds on to the next ；."""
        said = status_of(words)
        if said in ("expected", "planned"):
            self.scope.status = said
        return said if said != "done" else self.scope.status

    def _annual(self, when: Offsets) -> bool:
        return is_annual(self.text[slice(*when)])

    def _period_words(self) -> str | None:
        return self.text[slice(*self.scope.period)] if self.scope.period else None

    def _period_span(self, low: int, high: int) -> list[Offsets]:
        """The words that say when, if they stand outside of a span."""
        when = self.scope.period
        return [when] if when and not (low <= when[0] and when[1] <= high) else []

    def _wording(self, low: int, high: int, subject: str, metric: str, figure: str) -> str:
        """The clause itself; where it leaves its thing or its subject unsaid, they are said."""
        words = one_line(self.text[low:high])
        if object_of(metric)[:2] not in words:
            words = f"{metric}{one_line(figure)}"
        if not subject or subject in BRACKETED.sub("", words):
            return words
        said = OPENING.sub("", words)
        return subject + (said.removeprefix("项目") if subject.endswith("项目") else said)

    def _theme(self, metric: str, words: str) -> str | None:
        """By the statement, its clause and sentence, the topic announced, and the headings."""
        named = [h for h in self.passage.path[1:] if heading_role(h) is None]
        headings = [(heading, 1.1) for heading in named]
        last = self.drafts[-1].theme if self.drafts else None
        contexts = [(words, 0.5), (self.topic, 1.1), *headings, (self.sentence, 0.3)]
        return theme_of(metric, contexts) or last or "other"

    def _add(self, draft: ResultDraft) -> None:
        self.drafts.append(draft)


def _unit(document: Document, draft: ResultDraft) -> str:
    found = document.quantities_in(*draft.figure_span) if draft.figure_span else ()
    return found[0].unit if found else ""


def _names(metric: str) -> tuple[str, ...]:
    """「办结率、群众满意率100%」 states two rates."""
    match = TWO_RATES.match(metric)
    return (match["one"], match["two"]) if match else (metric,)


def _tidy(spans: list[Offsets]) -> tuple[Offsets, ...]:
    """Distinct spans, none inside the first."""
    low, high = spans[0]
    rest = [span for span in spans[1:] if not (low <= span[0] and span[1] <= high)]
    return tuple(dict.fromkeys([spans[0], *rest]))
