"""Kinds: does a problem name a lack, does a measure act, and does the report state the item?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.sections import Role
from summarizer.genre.vocabulary import (
    ACTIONS,
    ADVERBS,
    ADVERBS_BEFORE_VERBS,
    CONTENT_VERBS,
    DEFICIENCY,
    LIGHT_VERBS,
    alternatives,
)
from summarizer.genre.words import letters
from summarizer.schema import Measure, Problem, Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import ACTION_FIRST, ACTION_MODAL, DEFICIT
from summarizer.verification.standing import role

__all__ = ["kind_of_item", "order", "rule", "statement"]

# Words of bounds are none of lack.
_BOUND = re.compile("不(?:低于|少于|高于|超过|大于|小于)")
# 每低1个百分点扣0.5分 says how points are taken off.
_RULE = re.compile(r"每[^，。；]{0,16}?扣[除减]?\s*\d")
# What forms say to those who fill them in.
_TO_FILL_IN = re.compile("请.{0,12}(?:填|选择|说明)|填报说明|自行增加|选择适合|可参考|样表")
_REQUIRED = re.compile(
    r"每[年月季]度?[^，。；]{0,4}需(?!求|要量)|需[要]?(?:划拨|缴纳|支付|安排|配备|拨付|承担|上缴)|应[当予]"
)
_PRAISE = re.compile(
    r"""
      (?: 等[级次] | 评价 | 评定 | 结果 | 结论 ) [^，。；]{0,6}? [“"]? (?: 优秀? | 良好? ) [”"]? $
    | (?: 成绩 | 工作 | 业绩 ) [^，。；]{0,6} (?: 突出 | 优异 | 出色 ) | 零违规
    | (?: 高度 | 充分 | 一致 ) (?: 肯定 | 评价 | 认可 | 好评 ) | 真实 (?: 可靠 | 准确 )
    """,
    re.VERBOSE,
)
_ALREADY = re.compile("(?<!不得)已(?:经|全部|全面|成为|完成|落实|达到|建成)")


_VERBS = alternatives(f"{CONTENT_VERBS} {LIGHT_VERBS} {ACTIONS}")
_ADVERBS = alternatives(f"{ADVERBS} {ADVERBS_BEFORE_VERBS} 提前 准确")
_VERB = re.compile(_VERBS)
_VERB_FIRST = re.compile(
    rf"(?:{_ADVERBS}|对[^，。；]{{1,16}}?|于\d{{4}}年[^，。；]{{0,8}}前"
    rf"|(?:由|会同|与|凡)[^，。；]{{2,16}}?|每[年季月][^，。；]{{0,4}}?)*(?:{_VERBS})"
)


def kind_of_item(claim: Claim) -> Iterator[Reason]:
    """A problem says what is wrong, a measure what will be done."""
    item = claim.item
    if isinstance(item, Problem):
        if not _names_lack(item.text) and any(map(_names_lack, claim.quotes)):
            yield "negation-flip"
        elif (
            _in_lines_of(claim, _MEASURES)
            or _asks(item.text)
            or not (_names_lack(item.text) or _told_as(claim, "problems"))
        ):
            yield "kind-mismatch"
    if isinstance(item, Measure) and (
        _in_lines_of(claim, _PROBLEMS)
        or (
            _names_lack(item.text)
            and not _FOR.match(item.text)
            and not ACTION_FIRST.search(item.text)
            and not _cures(item.text)
        )
        or not (_acts(item.text) or _under_measures(claim) or _told_as(claim, "measures"))
        or _NEEDED.search(item.text)
        or _REACHED_SHARE.match(item.text)
    ):
        yield "kind-mismatch"


_FOR = re.compile("针对")
# 「每年约需维护费1200万元」
_NEEDED = re.compile(r"需(?![求要])[^，。；]{0,8}\d")
_REACHED_SHARE = re.compile(r"完成[^，。；]{0,8}\d[\d.]*[%％]")
_PROBLEMS = re.compile(r"\s*(?:存在的?)?(?:问题|不足|原因)[^，。：:]{0,6}[：:]")
_MEASURES = re.compile(r"\s*(?:整改|改进|下一步)?(?:措施|建议|打算)[^，。：:]{0,6}[：:]")


def _in_lines_of(claim: Claim, opening: re.Pattern[str]) -> bool:
    """Does the line of a statement open with 「问题2：」 or 「整改措施：」?"""
    if claim.anchor is None:
        return False
    start, _ = claim.places.paragraph(claim.anchor)
    return opening.match(claim.places.document.text, start) is not None


def statement(claim: Claim) -> Iterator[Reason]:
    """A target is neither done nor missed (未达到80%的目标); a result is neither wanted nor
    required, not told among the problems, and no praise without a number."""
    item = claim.item
    here = " ".join(claim.here)
    missed = claim.quantity is not None and claim.quantity.text.startswith(("未", "没有"))
    if isinstance(item, Target) and (
        missed or _is_told_as_done(claim) or _lists_indicators(item.metric)
    ):
        yield "kind-mismatch"
    if not isinstance(item, Result):
        return
    share = claim.quantity and claim.quantity.kind == "percent" and "完成" in item.metric
    if claim.quantity and (
        (_AIM.search(item.metric) and not share)
        or _AIMS.search(claim.lead)
        or _is_held_against(claim)
    ):
        yield "kind-mismatch"
    if item.status == "done" and (
        _REQUIRED.search(f"{claim.lead}{here}")
        or (claim.quantity and _UNDONE.search(item.metric))
        or _is_due_later(claim)
        or _is_to_be_built(claim)
    ):
        yield "status-mismatch"
    worded = item.quantity is None and claim.row is None
    if worded and (
        _under_problems(claim) or _PRAISE.search(item.text) or _WANTED.search(item.text)
    ):
        yield "kind-mismatch"


def _is_told_as_done(claim: Claim) -> bool:
    """Is a target without a number done already, or does it stand where the report tells what was
    reached, in a sentence that promises nothing?"""
    worded = claim.quantity is None
    if _HELD_NOW.search(claim.metric) or (
        worded and (_ALREADY.search(claim.item.text) or _WHY.search(claim.item.text))
    ):
        return True
    bounded = claim.place is not None and claim.place.comparator is not None
    told = claim.row is None and not bounded and any(map(_TELLING.search, claim.headings[-1:]))
    return told and not any(map(_PROMISING.search, claim.sentences))


_WHY = re.compile("由于|因为|原计划|原定")
_HELD_NOW = re.compile("^已[按经向完全]|实有")
_TELLING = re.compile("完成|情况|分析|实现|成效|自评")
_PROMISING = re.compile("目标|计划|指标值|预期|要求|任务")
_INDICATORS = re.compile("(?:数量|质量|时效|成本|效益|满意度|产出|影响)指标|目标")


def _lists_indicators(name: str) -> bool:
    """「设定数量指标、质量指标」, 「目标依据充分」 speak of targets and set none."""
    return len(_INDICATORS.findall(name)) > 1 or bool(_ABOUT_TARGETS.search(name))


_ABOUT_TARGETS = re.compile("目标[^，。；]{0,6}(?:依据|充分|合理|明确|清晰|设立|设置|符合)")


# 「培训目标2000人次」, 「年初目标为：受害率控制在0.9‰以内」 say what was wanted.
_AIM = re.compile("(?:目标|计划|指标)值?$")
_AIMS = re.compile("目标(?:值?[为是]|值?[：:])(?![^。；]*(?:实际|完成|年末|结果))[^。；]*$")


# 「1项没有启动」
_UNDONE = re.compile("没有(?!发)|未(?!成年|来|就业|婚|保|发|出)|推迟|停工")
_CONTENT = re.compile("(?:建设|主要|项目|实施|工程)(?:内容|规模)")
_BUILT = re.compile("[新改扩修]建|改造|建设|铺设|敷设|安装|购置|加固|衬砌|硬化")
_BUILT_ALREADY = re.compile("已|完成|实际|共|累计")


def _is_to_be_built(claim: Claim) -> bool:
    """「建设内容：新建管理房9间」 says what is to be built."""
    start = claim.places.paragraph(claim.anchor)[0] if claim.anchor is not None else 0
    opening = claim.places.document.text[start : claim.anchor]
    told = any(map(_CONTENT.search, (*claim.headings[-1:], opening)))
    built = claim.quantity and claim.row is None and _BUILT.search(claim.metric)
    return bool(told and built) and not _BUILT_ALREADY.search(f"{opening}{claim.clause}")


def _is_held_against(claim: Claim) -> bool:
    """「治理20平方公里，实际完成18.6平方公里」: the first of the two was wanted."""
    if claim.place is None or claim.place.kind == "money" or claim.row is not None:
        return False
    if _BUILT_ALREADY.search(claim.clause):
        return False
    stretches = claim.places.stretches(claim.place.start).stretches
    later = next((one for one in stretches if one.number.start > claim.place.start), None)
    told = later is not None and re.fullmatch("实际(?:完成|达到?|为)?", later.before)
    return bool(told) and later is not None and later.number.unit == claim.place.unit


_WANTED = re.compile("(?:目标|计划)[为是]")


def _is_due_later(claim: Claim) -> bool:
    """「2025年前完成」 in a report on 2024."""
    year = claim.places.document.fiscal_year
    due = (int(one[1]) for words in claim.here for one in _DUE.finditer(words))
    return year is not None and any(one > year for one in due)


_DUE = re.compile(r"(20\d\d)年(?:\d{1,2}月)?[底末]?前")


def rule(claim: Claim) -> Iterator[Reason]:
    """A rule of scoring is no promise and nothing done."""
    if isinstance(claim.item, Target | Result) and claim.place and _RULE.search(claim.clause):
        yield "kind-mismatch"


def order(claim: Claim) -> Iterator[Reason]:
    """Instructions to the reader of a report or form are no evidence, nor is the rest of their
    line."""
    ordered = any(claim.places.is_ordered(span.start) for span in claim.intact)
    if ordered or any(_TO_FILL_IN.search(quote) for quote in claim.quotes):
        yield "kind-mismatch"


# What is done to a lack.
_CURE = re.compile(
    rf"(?:{_ADVERBS})*(?:克服|避免|防止|杜绝|解决|消除|补齐|扭转|弥补|缩小|整改|纠正)"
)


def _names_lack(text: str) -> bool:
    plain = _BOUND.sub("", text)
    return bool(DEFICIT.search(plain) or DEFICIENCY.search(plain))


def _asks(text: str) -> bool:
    """Does a wording begin as a measure, and not end with a word of lack?"""
    return bool(_CURE.match(text) or (ACTION_FIRST.search(text) and not _ends_ill(text)))


def _acts(text: str) -> bool:
    """Does a wording say what to do: 「宣传力度不足」 begins like a measure and is none?"""
    modal = ACTION_MODAL.search(text)
    if _CURE.match(text):
        return True
    first = ACTION_FIRST.search(text) or _VERB_FIRST.match(text)
    return bool(modal or (first and not _ends_ill(_BOUND.sub("", text))))


def _cures(text: str) -> bool:
    return bool(_CURED.search(text))


def _ends_ill(text: str) -> bool:
    plain = text.rstrip("。；，、！ ")
    found = (one for lack in (DEFICIT, DEFICIENCY) for one in lack.finditer(plain))
    return any(one.end() == len(plain) for one in found)


def _told_as(claim: Claim, wanted: Role) -> bool:
    """Does the report tell these very words under a heading, or behind an opening, of problems or
    of measures? Praise and what is done already are neither; what does something, or is done to a
    lack, is no problem; what names a lack is no measure."""
    text = claim.item.text
    if role(claim) != wanted or not any(letters(text) in letters(one) for one in claim.quotes):
        return False
    if len(letters(text)) < _SAYS_SOMETHING or _PRAISED.search(text) or _ALREADY.search(text):
        return False
    if wanted == "problems":
        return not _acts(text)
    return not _names_lack(text) or _cures(text)


_SAYS_SOMETHING = 6
_PRAISED = re.compile(f"{_PRAISE.pattern}|取得|成[绩效果]|显著|圆满|优[秀良]", re.VERBOSE)
_CURED = re.compile(rf"(?<![不未难无])(?:{_CURE.pattern})")


def _under_measures(claim: Claim) -> bool:
    """Does a wording that names no lack do something under a heading of measures?"""
    text = claim.item.text
    measures = any(re.search("措施|建议|改进|打算|整改", one) for one in claim.headings[-1:])
    return measures and not _names_lack(text) and bool(_VERB.search(text))


def _under_problems(claim: Claim) -> bool:
    """Does the nearest heading speak of problems alone?"""
    heading = claim.headings[-1] if claim.headings else ""
    others = r"措施|建议|改进|整改|打算|计划|情况|成效|结果"
    return "问题" in heading and not re.search(others, heading)
