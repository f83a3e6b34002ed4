"""Standing: does the report tell a statement as done, wrong or intended at the place it stands?

What a list of targets holds is not done, what a report on corrections tells as done is no measure,
and what follows 「下一步，」 is no problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.sections import Role, heading_role, is_mixed, label_role, opening_role
from summarizer.schema import Measure, Problem, Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import ACTION_MODAL, PLANNED

__all__ = ["role", "standing"]

_AHEAD = re.compile("(?:下一?步|下阶段|下一阶段|今后|明年)[，,]")

# 「年初设定的整体目标为：死亡人数下降5%以上；规范化率达90%」, up to what was reached.
_LISTS_AIMS = re.compile(
    r"""
    (?: 目标 | 任务 | (?: 主要 | 绩效 ) 指标 ) 值?
    (?: [为是] [：:] | 如下 [：:] | [为是] (?!\d) | [：:] )
    (?! [^。]* (?: 实际 | 已 | 完成情况 | 年末 | 结果 ) ) [^。]* $
    """,
    re.VERBOSE,
)
_REACHED = re.compile(r"完成[^，]{0,3}\d[\d.]*%|实际|已")
# 「计划检测桥梁126座」
_PLANS = re.compile(
    "(?:计划|任务数?)(?!生育|内|外|书|免疫|完成|的?$|执行|数?的|项目)[^，。；：]{1,12}$"
)
# 「计划投资217万元，新建道路32公里」
_PLANNED_AHEAD = re.compile("计划(?:总?投资|新建|建设|实施)[^。；]*，[^。；]*$")
_DONE_BY_PLAN = re.compile("完成|已|按|根据|达|占|超|较|比|实际|[编制]制|率|开展|重点")
# 「由主管部门核实后收回」 says who is to do it.
_ASSIGNED = re.compile("由[^，。；]{2,24}后(?:收回|追缴|办理|退|报)|由[^，。；]{2,12}(?:负责|牵头)")
# 「申报材料压缩到8份以内」, 「剩余1.3公里待春耕后施工」
_DUE = re.compile("待[^，]{1,8}(?:施工|开工|支付|拨付)|要等|改[成为]|压[缩减]到|延长到")
_TURNS_AHEAD = re.compile(
    "考虑到(?:这些|以上|上述)|针对(?:这些|以上|上述)|为此[，,]|对上述(?:情况|问题)"
)
_DONE = re.compile("已(?!有|知)|了|累计|截[至止]|完成|实际|新增")

_CORRECTIONS = re.compile("整改.{0,6}(?:情况|结果)")
_INTENDS = re.compile(
    f"{ACTION_MODAL.pattern}|{PLANNED.pattern}|应|要(?!求)|建议|将|今后|继续|进一步"
)
_ALREADY = re.compile("(?<!不得)(?<!不)已(?!有|知|[^，。；]{0,8}的)")
# 「审计发现2家机构虚报学员83人次」, 「手续目前仍在办理」, 「更需要重视的是建后管护」
_TOLD = re.compile(
    "(?:审计|评价|检查|核查)发现|^惠及|的是(?!否)|正在|看到$|^提出[^，]{0,8}(?:意见|建议)"
)
# Words of a state, which no demand uses: 「租金仍按原面积支付」, 「接待仅2140人次」.
_STATE = re.compile(
    "仍(?![需要应将]|[^，]{1,8}的)|还(?![要需应将款原])|仅(?!限)|只写|相差|无从|依赖|受[^，]{1,8}影响"
    "|迟报|来不及|边改边|^由于|^如(?![期实果])|^执行数|根子"
)
# 「未见截留」, 「账实相符」, 「用增量弥补缺口」, 「不得超预算」
_NO_LACK = re.compile(
    "未(?:见|出现|发生|发现)[^，]*$|相符$|没有“优”|用[^，]*弥补|后续安排$|^经[^，]{2,8}后补"
    "|困难程度|补齐?短板|^(?:不得|严禁|一律|是?指|不含|不包括)"
)
# 「到岗率低于90%的扣减监理费」, 「资金缺口拟分两年列入预算」
_CONSEQUENCE = re.compile(
    "的[^，。；]{0,6}?(?:一律|不予|不得|扣减|取消|追回|收回|退回|列入|退出|核减|视同|由[^，。；]{1,8}约谈)"
    "|拟(?![合定人态])"
)
# 「做好了协调服务各项工作」 is no target.
_DID = re.compile("(?:做好|作出|取得|完成|实现|达到|建成)了")


def standing(claim: Claim) -> Iterator[Reason]:
    """A done result stands in no list of targets or plans, a target is not done, a measure stands
    in no account of what was found and corrected, and a problem in none of what will be done."""
    item = claim.item
    if claim.anchor is None or claim.row is not None:
        return
    if isinstance(item, Result) and item.status == "done" and _is_wanted(claim):
        yield "status-mismatch"
    if isinstance(item, Target) and claim.quantity is None and _DID.search(item.text):
        yield "kind-mismatch"
    if isinstance(item, Measure) and (_tells(item.text) or _is_corrected(claim)):
        yield "kind-mismatch"
    if isinstance(item, Problem) and (
        _opened(claim) == "measures" or _CONSEQUENCE.search(item.text) or _NO_LACK.search(item.text)
    ):
        yield "kind-mismatch"


def _ahead(claim: Claim) -> str:
    """The sentence up to the claim."""
    assert claim.anchor is not None
    start, _ = claim.places.sentence(claim.anchor)
    return claim.places.document.text[start : claim.anchor]


def _is_wanted(claim: Claim) -> bool:
    if claim.place is None:
        return False
    ahead = _ahead(claim)
    if _LISTS_AIMS.search(ahead) and not _REACHED.search(claim.clause):
        return True
    own = claim.places.stretches(claim.place.start).at(claim.place)
    if own and _PLANS.search(own.before) and not _DONE_BY_PLAN.search(own.before):
        return True
    if _PLANNED_AHEAD.search(ahead) and not _DONE_BY_PLAN.search(f"{ahead}{claim.clause}"):
        return True
    start, _ = claim.places.paragraph(claim.place.start)
    line = claim.places.document.text[start : claim.place.start]
    left = _ASSIGNED.search(claim.clause) or _DUE.search(claim.clause) or _TURNS_AHEAD.search(line)
    return bool(left) and not _DONE.search(claim.clause)


def _tells(text: str) -> bool:
    return bool(_TOLD.search(text) or _STATE.search(text))


def _is_corrected(claim: Claim) -> bool:
    """Was a measure taken already, or is it told among corrections without a word of intent?"""
    ahead = _ahead(claim)
    said = f"{ahead}{claim.item.text}"
    if _INTENDS.search(said):
        return False
    named = [one for one in claim.headings if heading_role(one)]
    told = any(map(_CORRECTIONS.search, named[-1:] or claim.places.front))
    return bool(told or _ALREADY.search(said))


def role(claim: Claim) -> Role | None:
    """What the nearest heading that says so, or the last sentence or label of the paragraph that
    opens something else, announces; a heading of problems and measures says neither."""
    found: Role | None = next(filter(None, map(heading_role, reversed(claim.headings))), None)
    if any(map(is_mixed, claim.headings[-1:])):
        found = None
    return _opened(claim) or found


def _opened(claim: Claim) -> Role | None:
    """What the last sentence or label of the paragraph up to the claim opens."""
    opened: Role | None = None
    if claim.anchor is None:
        return None
    start, _ = claim.places.paragraph(claim.anchor)
    _, end = claim.places.sentence(claim.anchor)
    for sentence in re.split(r"[。；\n]", claim.places.document.text[start:end]):
        label, colon, _ = sentence.strip().partition("：")
        ahead: Role | None = "measures" if _AHEAD.match(sentence.strip()) else None
        told = ahead or opening_role(sentence.strip(), "results")
        opened = told or (label_role(label) if colon else None) or opened
    return opened
