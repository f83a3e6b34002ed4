"""Which quantities of a clause are figures, and which stretch of the clause each one counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from summarizer.engines.rules.wording import COVERB, action_at
from summarizer.genre.clauses import PAGE_BREAK, bracketed, quoted
from summarizer.genre.sections import Role
from summarizer.genre.vocabulary import FUND_WORDS, alternatives
from summarizer.schema import Document, Quantity

__all__ = ["FACT_ROLES", "Piece", "figures_in", "pieces_of", "plain"]

# Roles in which only money counts: the rest are staff numbers, duties and methods.
FACT_ROLES: frozenset[Role] = frozenset({"background", "duties", "method", "other"})
FUNDS = re.compile(alternatives(FUND_WORDS))
IN_SUM = re.compile(r"(?:共计|合计|总计|共)\s*\d")
FUND_RATE = re.compile(
    r"(?:执行|到位|支出|支付|使用|控制|利用|变动|调整|节约|结余|结转|公开)(?:进度)?率|完成.{0,4}预算"
)
# Thresholds and rules of procedure: 「5000元以上资金支出事前报…」.
RULE = re.compile(
    r"须|应当|不得|方可|(?:事前|提前)报|报.{0,14}(?:审批|研究|批准|审定|审议)|每人每[月年天日]"
    r"|/人|按.{0,12}标准|标准为|至少.{0,20}要求|(?:分值|权重|满分|总分)(?:为|共)?$"
)
# 「补贴标准每人每月500元」 states what was paid.
STANDARD = re.compile(
    r"[^，按]{2,16}(?:标准|补助|补贴|成本)(?:(?:为|是)[^，]{0,14}|达到?|提高到)?每[人户亩生]"
)
WEIGHT = re.compile(r"(?:分值|权重|(?<!得)满分|总分|标准分|分数)(?:为|共|：|:|\s)*$")
SPAN = re.compile(
    r"(?:时限|时长|周期|年限|工期|月数|天数|用时|住院日|间隔|寿命|(?<![止开完竣]工|起止|作息|服务)时间)"
    r"[^，。；\d]{0,12}(?:\d[^，。；]{0,6}?(?:提高|压缩|缩短|减少|延长|降|增加)[^，。；\d]{0,4})?$"
    r"|^(?:较|比|同比)[^，。；]{0,8}(?:缩短|减少|延长|增加)了?$"
)
# 「较规定时间晚45天」 measures a distance.
LATE = re.compile(r"(?:较|比)(?:规定|计划|原定|约定|合同|预定)")
SIZE_CLASS = re.compile(r"(?:以上|以下|以内|及以上|及以下)$")
SIZE_OF = re.compile(
    r"^(?:的)?(?:有|共|企业|人员|人群|资金|支出|干部|职工|老人|老年|残疾|项目|工业|信访|住户|学生"
    r"|儿童|居民|纳税|商贸|服务业|大额|采购|合同|设备|资产|经费)"
)
OF_SIZE = re.compile(r"的[^，。；\d]{1,10}\d")
PURPOSE = re.compile(r"^(?:主要)?(?:是)?(?:专项)?(?:用于|旨在|为了|确保|保障)")
ASPECTS = ("方面", "方向", "领域", "板块", "维度", "层面", "环节", "阶段", "角度")
# 「全省仅3家」: how rare an award is.
AWARD_SIZE = re.compile(r"全[国省市区州盟县]仅(?:有)?$")
ORGANISATION = re.compile(
    r"各司其职|下辖.{0,40}个(?:社区|村|乡镇|街道|行政村)|内设|下设|编制(?:数|\d)|核定.{0,8}编制"
    r"|(?:行政|事业|工勤|参公|人员)编制|在[职编](?:在[职编])?(?:人员|职工|干部|教师|人数)"
    r"|(?:离)?退休(?:人员|干部|职工)(?:共|有|为)?\d|实有(?:在职)?人[员数]|机构设置"
)
# How often or how many a rule asks for: 每季度召开一次, 至少配备2名, 按不低于5%的比例.
ROUTINE = re.compile(r"每[周月季年日天](?:度|份)?.{0,10}$")
ASKED = re.compile(r"要求|按照?|规定|原则上")

WITHIN = re.compile(r"(?:全[市县区旗镇乡省州]|辖区|我[市县区镇局])(?:内|的)?\s*$")
COUNTED = re.compile(r"[^，。；、和及\d]{2,20}[\d.]+[余多]?万?[余多]?(?:人|名|户|位)")
IN_STEPS = re.compile(r"(?<![处得评部区成])分$")
RECEIVERS = re.compile(r"(?:下达|拨付|分配|下拨|拨)[^，。；]{0,16}(?:至|到|给|及|和)\s*$")
AREAS = re.compile(r"\s*(?:县|区|市|旗|乡|镇|街道|单位|部门|预算单位|项目单位)")
# 「产出指标50分得47分」: the full mark before the score.
SCORED = re.compile(r"\s*(?:实际)?得(?:分)?\s*\d")
NOT_ONE = re.compile(r"(?:未|没有|无)(?:再)?(?:发生|出现|发现)?\s*$")
# How far the words reach that say what a number is.
NEAR = 40

# What may stand between two numbers of one thing: 63户12.74万元, 35栋共计3037.77平方米.
BESIDE = re.compile(
    r"[\s，,、]*(?:共计|合计|总计|累计|共|约|总额|总金额|总面积|金额|资金|面积|投资|价值|计"
    r"|涉及|总量|共有|[（(])*[\s]*"
)
# More numbers than this side by side are no longer about one thing.
MOST_BESIDE = 4
AFTER_NUMBER = re.compile(r"\s*(?:、|，|和|以及|及|与|或|并)\s*")
# 「由81.5%提高到86.2%」: one clause, two levels of one thing.
FROM = re.compile(r"(?:由|从)[^，]{0,10}$")
TO = re.compile(
    r"^[^，]{0,8}?(?:提高|提升|增加|增长|上升|下降|降低|减少|扩大|缩短|压缩|压减|跃升|调整"
    r"|变)(?:到|至|为|成)了?[^，]{0,6}$"
)
IN_ALL = re.compile(r"(?:共|共计|合计|累计)\s*$")
LAST_LINK = re.compile(r".*(?:、|和|以及|及|与)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """The stretch of a clause that says one figure. `beside` is True for a second number of the
    same thing; `listed` for a later member of an enumeration that shares the first one's verb.
    `label_end` is where the words of a change from one level to another begin."""

    start: int
    end: int
    quantity: Quantity
    beside: bool = False
    listed: bool = False
    label_end: int | None = None


def figures_in(document: Document, start: int, end: int, role: Role) -> list[Quantity]:
    """The quantities of a clause that state something, without those inside brackets or names."""
    text = document.text
    found = [
        quantity
        for quantity in document.quantities_in(start, end)
        if quantity.is_checked or _is_span(text, start, quantity, role)
    ]
    if not found:
        return []
    shielded = [*bracketed(text, start, end), *quoted(text, start, end)]
    clause = _Clause.of(text[start:end], role)
    return [
        quantity
        for quantity in found
        if not any(low <= quantity.start < high for low, high in shielded)
        and clause.admits(
            quantity,
            text[max(start, quantity.start - NEAR) : quantity.start],
            text[quantity.end : min(end, quantity.end + NEAR)],
        )
        and not _is_size(text, quantity, role)
    ]


@dataclass(frozen=True, slots=True)
class _Clause:
    """What a clause as a whole says of its numbers."""

    role: Role
    organisation: bool
    rule: bool
    asks: bool
    money: bool
    rate: bool

    @classmethod
    def of(cls, words: str, role: Role) -> _Clause:
        return cls(
            role,
            organisation=bool(ORGANISATION.search(words)),
            rule=bool(RULE.search(words)) and not STANDARD.match(words),
            asks=bool(ASKED.match(words)),
            money=bool(FUNDS.search(words) or IN_SUM.match(words)),
            rate=bool(FUND_RATE.search(words)),
        )

    def admits(self, quantity: Quantity, before: str, after: str) -> bool:
        """Does a quantity state something between the words right before and after it?"""
        if quantity.kind == "count" and (
            _is_step(quantity, before) or self._is_scope(before, after)
        ):
            return False
        if quantity.unit == "分" and SCORED.match(after):
            return False
        if quantity.value == "1" and NOT_ONE.search(before):
            return False
        if WEIGHT.search(before) or AWARD_SIZE.search(before):
            return False
        if self.role == "targets":
            return True
        if quantity.kind == "count" and after.startswith(ASPECTS):
            return False
        if quantity.kind == "count" and (self.organisation or _is_routine(quantity, before)):
            return False
        bound = quantity.comparator is not None or "至少" in before
        if (self.asks and bound) or (self.rule and (bound or quantity.unit == "元")):
            return False
        # Where facts and methods are told only budget and spending count.
        if self.role not in FACT_ROLES:
            return True
        if quantity.unit == "%":
            return self.rate or (self.money and self.role not in ("method", "duties"))
        return self.money and quantity.unit == "元"

    def _is_scope(self, before: str, after: str) -> bool:
        """「资助全区5所高中学生3200人」, 「资金下达至局机关及8个县」: whom a figure covers."""
        if self.money and RECEIVERS.search(before) and AREAS.match(after):
            return True
        return bool(WITHIN.search(before)) and bool(COUNTED.match(after))


def _is_step(quantity: Quantity, before: str) -> bool:
    """「分两批下达」, 「分3年实施」 count the steps of doing it."""
    return quantity.unit in ("批", "批次", "期", "次", "步", "档", "类") and bool(
        IN_STEPS.search(before)
    )


def _is_routine(quantity: Quantity, before: str) -> bool:
    return quantity.value == "1" and bool(ROUTINE.search(before))


def _is_span(text: str, start: int, quantity: Quantity, role: Role) -> bool:
    """Is a span of time the figure of a named one (办理时限5天), and no date's or rule's?"""
    if quantity.kind != "duration" or role in FACT_ROLES:
        return False
    before = text[max(start, quantity.start - NEAR) : quantity.start]
    return bool(SPAN.search(before)) and not LATE.search(before)


def _is_size(text: str, quantity: Quantity, role: Role) -> bool:
    """Is it a size class (5000元以上资金) rather than an amount?"""
    after = text[quantity.end : quantity.end + NEAR]
    if role != "targets" and quantity.text.startswith(("超过", "不足", "低于")):
        return bool(OF_SIZE.match(after))
    sized = role != "targets" and quantity.unit == "元" and SIZE_CLASS.search(quantity.text)
    return bool(sized) and bool(SIZE_OF.match(text[quantity.end : quantity.end + NEAR]))


def plain(text: str, start: int, end: int) -> str:
    """The words of a span without what stands in brackets.

    >>> plain("隐患10栋（含D级）已整改", 0, 13)
    '隐患10栋已整改'
    """
    kept, low = [], start
    for inner, outer in bracketed(text, start, end):
        kept.append(text[low : inner - 1])
        low = outer + 1
    kept.append(text[low:end])
    return PAGE_BREAK.sub("", "".join(kept))


def pieces_of(text: str, start: int, end: int, figures: list[Quantity]) -> list[Piece]:
    """One piece per figure of a clause; enumerations are cut, pairs of numbers stay together."""
    pieces: list[Piece] = []
    # How many of the last pieces reach to the end of the clause.
    open_ended = 0
    for figure in figures:
        if not pieces:
            pieces.append(Piece(start, end, figure))
            open_ended = 1
            continue
        last = pieces[-1]
        gap = text[last.quantity.end : figure.start]
        origin = FROM.search(text, last.start, last.quantity.start)
        if origin and TO.match(gap):
            pieces[-1] = replace(last, label_end=origin.start())
            pieces.append(Piece(last.start, end, figure, label_end=origin.start()))
            open_ended += 1
        elif open_ended < MOST_BESIDE and _measures_same(gap, last.quantity, figure):
            pieces.append(Piece(last.start, end, figure, beside=True))
            open_ended += 1
        else:
            stop, begin, listed = _cut(text, last.quantity, figure, end)
            for place in range(len(pieces) - open_ended, len(pieces)):
                pieces[place] = replace(pieces[place], end=stop)
            pieces.append(Piece(begin, end, figure, listed=listed))
            open_ended = 1
    return pieces


def _measures_same(gap: str, earlier: Quantity, later: Quantity) -> bool:
    """Do two numbers beside each other tell of one thing (63户12.74万元)?"""
    apart = re.search(r"[、，,]", gap)
    return bool(BESIDE.fullmatch(gap)) and not apart and earlier.unit != later.unit


def _cut(text: str, earlier: Quantity, later: Quantity, end: int) -> tuple[int, int, bool]:
    """Where the earlier piece stops, where the later begins, and whether they are one list."""
    gap = text[earlier.end : later.start]
    if link := AFTER_NUMBER.match(gap):
        return earlier.end, earlier.end + link.end(), True
    masked = plain_gap(gap)
    verb = action_at(masked)
    if verb == 0 or COVERB.match(masked):
        return earlier.end, earlier.end, False
    if later.unit == "元":
        return later.start, earlier.end, False
    if total := IN_ALL.search(masked):
        return earlier.end + total.start(), earlier.end + total.start(), False
    joint = LAST_LINK.match(masked)
    if joint and (verb is None or verb >= joint.end()):
        kept = len(gap[: joint.end()].rstrip("、和以及与 "))
        return earlier.end + kept, earlier.end + joint.end(), True
    if verb:
        alone = later.end >= end
        return (earlier.end + verb if alone else later.end), earlier.end + verb, False
    return later.start, later.start, True


def plain_gap(gap: str) -> str:
    """A gap in which joints inside quotation marks are masked, length kept."""
    masked = list(gap)
    for low, high in quoted(gap, 0, len(gap)):
        masked[low:high] = "口" * (high - low)
    return "".join(masked)
