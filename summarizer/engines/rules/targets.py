"""Targets: indicator lines and goal sentences → numeric, checkable or soft targets (R5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarizer.engines.rules.distributive import Share, shares_of
from summarizer.engines.rules.figures import Piece, figures_in, pieces_of, plain
from summarizer.engines.rules.noun_phrases import (
    compose,
    is_rate,
    lead_end,
    leading_verb,
    split_subject,
)
from summarizer.engines.rules.passages import Passage
from summarizer.genre.clauses import Clause, clauses_of, trimmed
from summarizer.genre.comparators import comparator_of, without_comparator
from summarizer.genre.indicators import Level, level_of
from summarizer.genre.owners import owner_of_heading
from summarizer.genre.sections import bare_heading
from summarizer.genre.status import period_in
from summarizer.schema import Quantity, ResultDraft, TargetDraft

__all__ = ["targets_of"]

Offsets = tuple[int, int]

# Words of targets that can be checked against a calendar or a record.
_CHECKABLE = re.compile(
    r"""
      (?:按时|准时|按期|如期|足额|按月|按季|每[年月季周]|月底前|年底前?|\d日前|20\d\d年前|季度
      |及时(?![、，]?(?:有效|圆满|准确地?处理))).{0,12}
      (?:发放|下拨|拨付|完成|支付|兑现|缴纳|公开|上报|报送|交付|下达|到位|开工|竣工|发|结算|配备|配齐|更新)
    | (?:发放|下拨|拨付|完成|支付|到位|兑现).{0,10}(?:及时率?|足额|按时)$
    | .{3,}为(?:0|零)$ | .{2,}零(?:失误|事故|投诉|上访)$
    """,
    re.VERBOSE,
)
_COARSE = re.compile(r"(?:有效|圆满|顺利|高质量)地?完成")
# Closing phrases without a target of their own.
_FILLER = re.compile(
    r"""
      ^(?:到|至|截[至止])?20\d\d年(?:底|末|\d{1,2}月|度)*(?:前)?$
    | ^(?:确保|保障|保证|推动|促进)?(?:各项|全部|年度)?(?:工作)?(?:任务)?(?:顺利|有序
      |圆满)(?:开展|完成|推进|实施)$
    | ^(?:确保)?各项工作 | ^为.{2,60}(?:提供|奠定|打下) | ^按照.{2,40}(?:要求|规定|精神|部署)$
    | ^(?:坚持|根据|通过|围绕|结合|具体|详见|以.{2,30}为) | ^无(?!.{0,6}(?:事故|投诉|发生))
    """,
    re.VERBOSE,
)
_NOT_A_PROJECT = re.compile(
    r"""目标|指标|任务|绩效|计划$|内容|概况|情况|依据|资金(?!项目)|(?:方面|维度|层面)$
    |^(?:项目|本项目|该项目|年度|部门|单位|整体|总体|预期)$""",
    re.VERBOSE,
)
_OUTCOME = re.compile(
    r"""^(?:不断|持续|进一步|有效|切实|大力|努力)?(?:推进|推动|实现|营造|增强|提升|促进|提高|改善|保障|维护
    |打造|树立|带动)""",
    re.VERBOSE,
)
_HEADCOUNT = re.compile(r"^(?:有效)?(?:保障|确保|保证|落实|抓好|维护|做好)")
_COORDINATE = re.compile(r"、|和(?!谐|解|平|睦)|及(?!时|格)|以及|与")
_PAIR_OF_RATES = re.compile(
    r"""^(?P<one>.{2,24}?[率度])(?:、|和|及|与|以及)(?P<two>.{2,24}[率度])$""", re.VERBOSE
)
_AIMS = re.compile(
    r"""^(?:\d{4}年度?)?(?P<whose>[^，]{2,26}?(?:支出|项目|经费|资金|工程))(?:的)?(?:绩效)?
    (?:总体|年度|总|阶段性)?目标(?:具体)?(?:分为|包括|如下|设[定置]为|为|$)""",
    re.VERBOSE,
)
_PLANNED = re.compile(
    r"""^(?:(?:本|该)?项目(?:的|(?:建成|实施|完成|完工)后(?:可|能|将|预计)*)|发生|全年|预计
    |(?:[^，。]{0,12}?(?:项目|工程|资金|专项))?(?:计划|拟(?!定)|规划)(?:完成|实施)?)""",
    re.VERBOSE,
)
_BEYOND = re.compile(r"^\s*(?:及|或)?(?:以上|以下|以内)")
_LABEL_TAIL = re.compile(r"(?:具体)?(?:设置|设定|分)?(?:为|如下|包括)?$")


@dataclass(slots=True)
class _Line:
    """The clauses under one class label, or of one goal sentence; `wishes` are runs of clauses
    without a value.
    """

    level: Level
    wishes: list[list[Offsets]] = field(default_factory=list)


def targets_of(
    passage: Passage, above: Level | None = None
) -> tuple[list[TargetDraft], Level | None]:
    """Return the targets of a passage in reading order, each line's soft target last, and the class
    still open at its end. `above` is the class left open by the previous paragraph.
    """
    reader = _Reader(passage, above)
    for start, end in passage.sentences:
        reader.read(start, end)
    reader.close()
    return reader.drafts, reader.line.level if reader.labelled else above


class _Reader:
    """Reads the lines of one passage, tracking the current class and project."""

    def __init__(self, passage: Passage, above: Level | None) -> None:
        self.passage = passage
        self.text = passage.document.text
        self.drafts: list[TargetDraft] = []
        heading = _heading_level(passage.path)
        self.parent: Level | None = heading if heading.level1 else None
        owner = passage.owner[0] if passage.owner else owner_of_heading(passage.path)
        self.project = _aim(passage.path) or owner or None
        self.period = _printed_year(passage)
        self.line = _Line(above or heading)
        self.labelled = False
        self.verb = ""
        self.subject: tuple[str, Offsets] | None = None

    def read(self, start: int, end: int) -> None:
        """Read one sentence."""
        self.subject = None
        if not self.labelled:
            self._open(self.line.level)
        for clause in clauses_of(self.text, start, end):
            if clause.marked:
                self.subject = None
            if self.text[clause.end : clause.end + 1] in ("：", ":") or self._is_class(clause):
                self._label(clause)
                continue
            if clause.marked and not self.labelled:
                self._open(self.line.level)
            self._clause(clause)

    def close(self) -> None:
        """End the line: its wishes become one soft target."""
        runs = [run for run in self.line.wishes if run]
        if runs:
            self.drafts.append(self._soft(runs))
        self.line.wishes = []

    def _open(self, level: Level) -> None:
        self.close()
        self.line = _Line(level)

    def _is_class(self, clause: Clause) -> bool:
        """Return whether a class name is alone on its line: 「数量指标」."""
        alone = clause.start == self.passage.start and clause.end == self.passage.end
        return alone and level_of(self.text[clause.start : clause.end]) is not None

    def _label(self, clause: Clause) -> None:
        """Handle a run-in label: an indicator class, a project, or an introduction."""
        words = self.text[clause.start : clause.end]
        self._note_year(clause)
        level = level_of(_LABEL_TAIL.sub("", words), self.parent if clause.marked else None)
        if level is not None:
            if not clause.marked:
                self.parent = level
            self._open(level)
            self.labelled = True
        elif clause.marked and len(words) <= 30:
            # 「供水保障方面：…」 names an aspect of the work, not a project.
            self.project = None if words.endswith("方面") else words
            self.parent, self.labelled = None, False
            self._open(Level())
        else:
            self._aim_named(words)

    def _aim_named(self, words: str) -> bool:
        """Return whether a clause only introduces whose targets follow."""
        found = _AIMS.match(words)
        if found:
            if not _NOT_A_PROJECT.search(found["whose"]):
                self.project = found["whose"]
            self._open(self.line.level)
        return bool(found)

    def _clause(self, clause: Clause) -> None:
        text = self.text
        words = text[clause.start : clause.end]
        if self._aim_named(words):
            return
        self._note_year(clause)
        self._note_subject(clause)
        figures = figures_in(self.passage.document, clause.start, clause.end, "targets")
        if figures and not (_HEADCOUNT.match(words) and figures[0].kind == "count"):
            shares = shares_of(self.passage.document, clause, figures, self._levels())
            self.drafts += [self._share(share) for share in shares]
            for piece in () if shares else pieces_of(text, clause.start, clause.end, figures):
                self._figure(piece)
            self.line.wishes.append([])
        elif _CHECKABLE.search(words) and not _COARSE.search(words):
            self._checkable(clause, words)
            self.line.wishes.append([])
        elif not _FILLER.search(words) and len(words) >= 4:
            if not self.line.wishes:
                self.line.wishes.append([])
            self.line.wishes[-1].append((clause.start, clause.end))

    def _note_year(self, clause: Clause) -> None:
        when = period_in(self.text, clause.start, clause.end)
        if when and "年" in self.text[slice(*when)] and self.text[when[0]].isdigit():
            self.period = self.text[slice(*when)]

    def _note_subject(self, clause: Clause) -> None:
        """Set the subject: named in this clause or an earlier one of the sentence."""
        words = plain(self.text, clause.start, clause.end)
        subject, _ = split_subject(words[lead_end(words) :])
        at = self.text.find(subject, clause.start, clause.end) if len(subject) >= 2 else -1
        if at >= 0:
            self.subject = subject, (at, at + len(subject))

    # -- numbers ------------------------------------------------------------------------------

    def _figure(self, piece: Piece) -> None:
        text, figure = self.text, piece.quantity
        prefix = text[piece.start : figure.start]
        suffix = _BEYOND.sub("", text[figure.end : piece.end])
        metric = compose(without_comparator(prefix[lead_end(prefix) :]), suffix)
        metric = _PLANNED.sub("", metric)
        if not piece.listed:
            self.verb = leading_verb(metric)
        elif self.verb and not leading_verb(metric) and not is_rate(metric):
            # 「购置执法船2艘、无人机4架」
            metric = self.verb + metric
        low, high = trimmed(text, piece.start, piece.end)
        for name in _names(metric, figure):
            level = self._level(name)
            self.drafts.append(
                TargetDraft(
                    metric=name or self.project or self.passage.topic,
                    subject=self._whose(),
                    text=" ".join(text[low:high].split()),
                    spans=self._spans(low, high),
                    figure=figure.text,
                    figure_span=(figure.start, figure.end),
                    comparator=comparator_of(prefix + text[figure.end : piece.end][:4], figure),
                    level1=level.level1,
                    level2=level.level2,
                    period=self.period,
                )
            )

    def _levels(self) -> list[ResultDraft]:
        """Return the targets so far as levels, for 「同比分别增长」."""
        return [
            ResultDraft(metric=draft.metric, spans=draft.spans, figure_span=draft.figure_span)
            for draft in self.drafts
            if draft.figure_span
        ]

    def _share(self, share: Share) -> TargetDraft:
        """「牛、羊饲养量分别达到12万头、85万只」: one of several targets."""
        metric = f"{share.subject or ''}{without_comparator(share.metric)}"
        level = self._level(metric)
        return TargetDraft(
            metric=metric,
            subject=self._whose(),
            text=f"{metric}{share.figure.text}",
            spans=share.spans,
            figure=share.figure.text,
            figure_span=(share.figure.start, share.figure.end),
            comparator=comparator_of(share.metric, share.figure),
            level1=level.level1,
            level2=level.level2,
            period=share.period or self.period,
        )

    def _whose(self) -> str | None:
        return self.project or (self.subject[0] if self.subject else None)

    def _spans(self, low: int, high: int) -> tuple[Offsets, ...]:
        """Return the spans of a target and, if elsewhere, of its subject."""
        place = self.subject[1] if self.subject and not self.project else (low, high)
        return ((low, high),) if low <= place[0] < high else ((low, high), place)

    def _level(self, metric: str) -> Level:
        """Return the class of the line; a satisfaction rate needs no label."""
        level = self.line.level
        if "满意" in metric and level.level1 in (None, "satisfaction"):
            public = bool(re.search(r"公众|群众|社会|居民", metric))
            return Level(
                "satisfaction", level.level2 or ("public_satisfaction" if public else None)
            )
        return level

    # -- targets without a number ----------------------------------------------------------------

    def _checkable(self, clause: Clause, words: str) -> None:
        """Return whether a target can be checked against a calendar or a record."""
        self.drafts.append(
            TargetDraft(
                metric=re.sub(r"^(?:全年|\d{4}年度)|地(?=发放|下拨|完成)", "", words),
                subject=self._whose(),
                text=words,
                spans=self._spans(clause.start, clause.end),
                level1=self.line.level.level1,
                level2=self.line.level.level2,
                period=self.period,
            )
        )

    def _soft(self, runs: list[list[Offsets]]) -> TargetDraft:
        level = self.line.level
        first = runs[0]
        if level.level1 == "benefit" and len(first) > 1 and _OUTCOME.match(self._words(first[-1])):
            first = first[-1:]
        whole = level == Level()
        chosen = first if whole else first[:3]
        span = (chosen[0][0], chosen[-1][1])
        metric = self._words(chosen[0])
        return TargetDraft(
            metric=metric[lead_end(metric) :] if not whole else metric,
            subject=self._whose(),
            text=" ".join(self.text[slice(*span)].split()),
            spans=(span,),
            level1=level.level1,
            level2=level.level2,
            period=self.period,
            soft=True,
        )

    def _words(self, span: Offsets) -> str:
        return self.text[slice(*span)]


def _names(metric: str, figure: Quantity) -> list[str]:
    """「0次A和B」 states two targets; so does 「A率、B率均达100%」."""
    if pair := _PAIR_OF_RATES.match(metric):
        return [pair["one"], pair["two"]]
    if figure.value == "0" and figure.unit != "%":
        return [name for name in _COORDINATE.split(metric) if len(name) >= 2] or [metric]
    return [metric]


def _heading_level(path: tuple[str, ...]) -> Level:
    """Return the indicator class in the headings."""
    level: Level | None = None
    for heading in path:
        level = level_of(heading, level) or level
    return level or Level()


def _aim(path: tuple[str, ...]) -> str | None:
    """Return the owner of the goals under a heading: a project, or the one in
    「部门整体支出绩效目标」.
    """
    for place in range(len(path) - 1, 0, -1):
        words = bare_heading(path[place])
        if any("目标" in heading for heading in path[:place]) and _names_project(words):
            return words
        if (found := _AIMS.match(words)) and not _NOT_A_PROJECT.search(found["whose"]):
            return found["whose"]
    return None


def _names_project(words: str) -> bool:
    """Return whether a heading under the targets names a project, not a class or a goal."""
    return 2 <= len(words) <= 30 and not _NOT_A_PROJECT.search(words) and level_of(words) is None


def _printed_year(passage: Passage) -> str | None:
    for heading in (*reversed(passage.path[1:]), passage.document.title or ""):
        if found := re.search(r"20\d\d年", heading):
            return found.group()
    return None
