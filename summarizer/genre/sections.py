"""Section roles, by heading path and by run-in labels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

__all__ = ["Role", "bare_heading", "heading_role", "label_role", "opening_role", "section_role"]

Role = Literal[
    "background", "duties", "method", "targets", "results", "funds", "problems", "measures", "other"
]

# First match wins: the main subject of a heading precedes words it only mentions.
_NAMED: tuple[tuple[Role, str], ...] = (
    (
        "problems",
        (
            r"(?:存在|主要|有关|发现|需要说明|突出|面临|遇到)的?.{0,6}(?:问题|不足|困难|短板)"
            r"|问题(?:及|和|与|、|分析|清单|原因)"
            r"|不足(?:之处|及|和|与)|偏[离差].{0,10}原因|未(?:完成|达标|实现|达到).{0,10}(?:原因|目标$|指标$)"
            r"|[扣失]分(?:的)?(?:主要)?(?:原因|事?项|点|情况)|偏离.{0,8}原因|(?:组|评价|检查|调研|审计|抽查)中?发现$"
            r"|原因分析|^问题\s*[\d一二三四五六七八九十]{1,2}$|薄弱环节|(?:需要?|值得)(?:重点)?关注的|困难(?:和|与|及)|存在.{0,8}差距|^主?要?问题$|^不足$"
        ),
    ),
    ("results", "整改.{0,6}(?:情况|成效|进展|结果)"),
    (
        "measures",
        (
            r"(?:采取|拟定)的?.{0,4}(?:措施|办法)$|改进|整改|建议|下一?步|下阶段|今后.{0,6}(?:工作|打算|方向|措施|计划)|工作(?:打算"
            r"|思路)|努力方向|对策"
            r"|意见(?!征)|后续.{0,4}(?:工作|计划|安排)|(?:解决|应对)(?:办法|措施)"
            r"|[明下]年.{0,4}(?:计划|打算|安排)"
        ),
    ),
    (
        "other",
        (
            r"结果.{0,6}(?:应用|运用|公开)|公开情况|其他.{0,6}说明|^附[件表录：:]|名词解释|其他事项"
            r"|需要?说明"
        ),
    ),
    (
        "method",
        (
            r"(?:评价|自评|评估)(?:的)?(?:工作)?(?:目的|对象|范围|原则|依据|方法|标准|过程|方式"
            r"|程序|组织|开展|思路|时段|抽样|基准日)"
            r"|指标体系|评分(?:标准|办法|细则)|前期准备|工作(?:过程|程序|流程)|组织(?:实施"
            r"|过程)$|分析评价$|自评(?:工作)?(?:组织|开展|过程)"
            r"|绩效(?:评价|自评)工作.{0,4}情况|绩效管理工作(?!.{0,6}(?:经验|做法|成效))"
        ),
    ),
    # 「一、绩效目标分解下达情况」 is about allocated money; a label inside gives the targets.
    ("funds", r"(?:分解|资金|预算|计划)下达|下达.{0,4}(?:资金|预算)"),
    (
        "results",
        (
            r"实际完成|完成(?:情况|质量|程度|进度)|(?:实现|达成|落实|完成)(?:情况|程度)|绩效(?:情况|分析"
            r"|实现|表现|成果)|主要绩效|工作(?:成效|成果|业绩|亮点|总结|情况)|取得的?"
            r"|成效|成绩|产出(?:情况|分析|类?指标.{0,4}(?:完成|分析))|效益(?:情况|分析|性)|效果"
            r"|亮点|经验|做法|评价结论|综合评价|评价情况|自评(?:结果|得分|结论)"
            r"|指标分析|绩效(?:评价)?指标.{0,6}(?:分析|完成|得分)|满意度.{0,4}(?:情况|分析)"
            r"|(?:效率|效果|经济|有效)性分析|实施(?:情况|进度|成效)|履职(?!目标)|绩效报告"
        ),
    ),
    (
        "targets",
        (
            r"绩效(?:总|总体|阶段性?|年度|具体)?目标|总体目标|年度(?:总体|绩效|工作)?目标"
            r"|阶段性目标|目标(?:设定|设置|任务|申报|情况)|绩效指标(?:设[定置])?|预期(?:目标"
            r"|产出|效益|绩效)"
            r"|(?:产出|效益|满意度|成本|数量|质量|时效)指标|重点工作(?:计划|任务)$|^(?:总|具体)目标"
            r"|(?:履职|工作|任务)目标$|(?:年度|全年|重点|主要)工作(?:任务|计划|目标|要点)$"
        ),
    ),
    (
        "funds",
        r"资金|预算|支出|收支|收入|经费|决算|财务|结转|结余|三公|投入(?:情况|管理)|成本",
    ),
    (
        "duties",
        r"职[能责]|三定",
    ),
    (
        "background",
        (
            r"机构|人员|编制|概[况述]|基本情况|基本信息|简介|立项|背景|部门情况|单位情况"
            r"|项目(?:内容|依据)|资产"
        ),
    ),
)
HEADINGS = tuple((role, re.compile(pattern)) for role, pattern in _NAMED)

# Roles that an inner heading may refine an outer role to; others keep the outer role.
MAY_BECOME: dict[Role, frozenset[Role]] = {
    "problems": frozenset({"measures"}),
    "measures": frozenset({"problems"}),
    "method": frozenset({"problems", "measures", "results"}),
    "targets": frozenset({"results", "funds", "problems", "measures"}),
    "results": frozenset({"funds", "problems", "measures"}),
    "other": frozenset({"problems", "measures", "results"}),
}

# Under 「主要经验及做法、存在的问题和建议」 the first part has no problems.
PRAISE = re.compile(r"经验|做法|成效|亮点")
# Under 「绩效目标及完成情况」 the first part may contain only targets.
AIMS_AND_MORE = re.compile(r"目标(?:设[定置])?(?:及其?|与|和|、).{0,8}(?:实现|完成|达成|执行)")
AIMS = re.compile(
    r"^(?:项目|部门|单位|年度|总体|整体|绩效|阶段性?|预期|预定|具体)*目标(?:设[定置]|内容|情况|申报)*$"
)
DUTY_AIMS = re.compile(r"^(?:部门|单位|主要|年度|重点)*(?:履职|工作|任务)目标$")
# Under 「评价结论及建议」 the conclusion is not a recommendation.
CONCLUSION = re.compile("结论|评价结果|自评结果|得分|等级")
PROBLEM_WORDS = re.compile(r"问题|不足|困难|原因|差距")
MEASURE_WORDS = re.compile(r"措施|建议|整改|改进|对策|打算|下一?步")
MARKER = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]+[、.．章节是]|[（(][一二三四五六七八九十\d]+[)）]"
    r"|\d+[、.．)）]|[①-⑳])\s*"
)

# In a closing section, a sentence with this opening announces future work.
AHEAD = re.compile(
    r"^(?:我[们单位局街道办]{1,3})?[，,]?(?:将|拟)(?:作为|根据|按|依据|以|把|在|进一步|对|继续|及时"
    r"|加强|[^，。]{0,10}结果)"
)

# Opening words that start a part of running text, with the role of that part.
OPENINGS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "problems",
        re.compile(
            r"^(?:但是?|同时|然而|虽然?.{0,40}但)?[，,]?.{0,16}(?:(?:还|仍然?|也|主要|依然"
            r"|尚)?(?:存在|暴露出?|反映出?).{0,10}(?:问题|不足|困难|短板|差距)"
            r"|发现的?(?:主要)?问题|问题及原因)"
        ),
    ),
    (
        "measures",
        re.compile(
            r"^(?:针对(?:以上|上述|存在|这些).{0,12}|为此|今后|下一?步|下阶段|下一年度?"
            r"|明年)[，,]?.{0,20}"
            r"(?:将|拟|要|应|需|计划|加强|完善|进一步|继续|措施|打算|工作|整改|建议)"
        ),
    ),
)


def bare_heading(heading: str) -> str:
    """Return a heading without its list marker and colon.

    >>> bare_heading("（2）城市管理：")
    '城市管理'
    """
    return MARKER.sub("", heading).strip(" ：:。")


@lru_cache(maxsize=4096)
def heading_role(heading: str) -> Role | None:
    """Return the role that a single heading names, or None.

    >>> heading_role("八、存在的问题及原因分析"), heading_role("（一）经验做法")
    ('problems', 'results')
    >>> heading_role("一、党的建设全面加强") is None
    True
    """
    # 「绩效目标自评报告」 names no targets.
    words = re.sub("目标(?=.{0,6}自评)", "", bare_heading(heading))
    return next((role for role, pattern in HEADINGS if pattern.search(words)), None)


@lru_cache(maxsize=4096)
def section_role(path: tuple[str, ...]) -> Role:
    """Return the role of a heading path; inner headings refine outer ones where the table allows
    it.

    >>> section_role(("一、基本情况", "（二）项目绩效目标"))
    'targets'
    >>> section_role(("四、存在的问题", "1.预算执行情况"))
    'problems'
    """
    role: Role | None = None
    outer_aims = False
    for heading in path:
        inner = heading_role(heading)
        praised = role in ("problems", "measures") and inner == "results" and PRAISE.search(heading)
        kept = role is not None and inner not in MAY_BECOME.get(role, {inner})
        concluded = role == "measures" and inner == "results" and CONCLUSION.search(heading)
        named = bare_heading(heading)
        aims = role == "results" and (
            (outer_aims and AIMS.match(named)) or DUTY_AIMS.match(named) is not None
        )
        outer_aims = outer_aims or bool(AIMS_AND_MORE.search(heading))
        if inner is None or (kept and not praised and not concluded and not aims):
            continue
        role = inner
    return role or "results"


def is_mixed(heading: str) -> bool:
    """Return whether a heading announces both problems and measures (存在的问题和建议)."""
    return bool(PROBLEM_WORDS.search(heading) and MEASURE_WORDS.search(heading))


def label_role(label: str) -> Role | None:
    """Return the role that a run-in label gives to the text after it: 「下一步改进措施：…」."""
    return heading_role(label) if len(label) <= 24 else None


def opening_role(sentence: str, role: Role) -> Role | None:
    """Return the role that the first words of a sentence switch to, given the current role.

    >>> opening_role("但绩效管理中还存在一些问题。", "results")
    'problems'
    """
    if role == "other" and AHEAD.match(sentence):
        return "measures"
    return next((opened for opened, pattern in OPENINGS if pattern.search(sentence)), None)
