"""The sentences of the audit's findings, Chinese and English, by code and reading.

A sentence is filled with the words of its relation and with `expected` and `stated`. What is told
once for all of its places (`GROUPS`) lists the words `each` of its relations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.audit.relations import Relation

__all__ = ["GROUPS", "MESSAGES", "sentence"]

MESSAGES: dict[str, tuple[str, str]] = {
    "sum-mismatch": (
        "分项合计不等于总数：{terms}＝{expected}，而“{whole}”，相差{gap}",
        "The parts do not make up the total: {terms} = {expected}, but “{whole}”; gap {gap}",
    ),
    "sum-mismatch:items": (
        "{count}个分项合计{expected}，而“{whole}”，相差{gap}",
        "The {count} items come to {expected}, but “{whole}”; gap {gap}",
    ),
    "sum-mismatch:open": (
        "{count}个分项合计{expected}，而“{whole}”，相差{gap}，余额去向未列明",
        "The {count} items come to {expected}, but “{whole}”; {gap} is not accounted for",
    ),
    "formula": (
        "算式不成立：“{formula}”，应为{expected}",
        "The formula does not hold: “{formula}” gives {expected}",
    ),
    "parts-exceed-whole": (
        "分项合计大于总数：{terms}＝{expected}，而“{whole}”，相差{gap}",
        "The parts exceed the total: {terms} = {expected}, but “{whole}”; gap {gap}",
    ),
    "part-exceeds-whole": (
        "其中项大于总项：“{part}”，而总项为“{whole}”",
        "A part exceeds its whole: “{part}” of “{whole}”",
    ),
    "part-exceeds-whole:table": (
        "表中“{row}”其中项大于总项：“{column}”{part}，“{above}”{whole}",
        "In row “{row}” a part exceeds its whole: “{column}” {part}, “{above}” {whole}",
    ),
    "budget-items-sum-to-spending": (
        "{count}个分项合计{expected}，而“{whole}”，相差{gap}；合计正好等于“{spent}”，疑以支出数充当预算分项",
        (
            "The {count} items come to {expected}, but “{whole}”; they equal “{spent}”:"
            " the items may be spending and not budget"
        ),
    ),
    "budget-difference-mismatch": (
        "预决算差额不符：“{first}”与“{second}”相差{expected}，而“{gap}”",
        "Wrong difference: “{first}” and “{second}” differ by {expected}, but “{gap}”",
    ),
    "budget-difference-mismatch:added": (
        "预算调整不符：{terms}＝{expected}，而“{whole}”",
        "Wrong adjustment: {terms} = {expected}, but “{whole}”",
    ),
    "balance-mismatch": (
        "结转结余不平：{terms}＝{expected}，而“{whole}”",
        "The carry-over does not balance: {terms} = {expected}, but “{whole}”",
    ),
    "comparison-conflict": (
        "“{said}”与数字不符：“{budget}”，“{spent}”",
        "“{said}” does not fit the figures: “{budget}”, “{spent}”",
    ),
    "table-total-mismatch": (
        "表格“{row}”行不等于分项之和：“{column}”列{terms}＝{expected}，而表中为{stated}",
        (
            "Row “{row}” is not the sum of its rows: column “{column}” {terms} ="
            " {expected}, printed"
            " {stated}"
        ),
    ),
    "table-total-missing": (
        "表格合计行缺一格：“{column}”列没有合计数，按分项应为{expected}",
        "A total is missing: column “{column}” should come to {expected}",
    ),
    "table-row-mismatch": (
        "表格“{row}”行横向合计不符：{terms}＝{expected}，而“{column}”为{cell}",
        "Wrong total along row “{row}”: {terms} = {expected}, but “{column}” is {cell}",
    ),
    "composition-mismatch": (
        "支出构成合计{expected}：{parts}，而“{whole}”",
        "The kinds of spending come to {expected}: {parts}, but “{whole}”",
    ),
    "table-prose-mismatch": (
        "正文与表格不一致：正文“{told}”，{where_zh}为{cell}",
        "Text and table differ: the text says “{told}”, {where_en} says {cell}",
    ),
    "count-list-mismatch": (
        "“{said}”与所列{listed}项不符",
        "“{said}” does not match the {listed} items listed",
    ),
    "count-list-mismatch:names": (
        "数目与所列名称不符：“{stated}”，而所列“{names}”为{listed}个",
        "Number and names differ: “{stated}”, but “{names}” are {listed}",
    ),
    "count-list-mismatch:units": (
        "“{names}”应为{whole}个单位，而分项只列出{listed}个（其中{kinds}）",
        "“{names}” are {whole} units, but {listed} are listed ({kinds})",
    ),
    "execution-rate-mismatch": (
        "比率重算不符：“{top}”÷“{base}”＝{expected}，而“{rate}”",
        "Wrong rate: “{top}” ÷ “{base}” = {expected}, but “{rate}”",
    ),
    "execution-rate-mismatch:table": (
        "表中“{row}”执行率重算不符：{top}÷{base}＝{expected}，而表中为{rate}",
        "Wrong rate in row “{row}”: {top} ÷ {base} = {expected}, printed {rate}",
    ),
    "execution-rate-unexplained": (
        "支出偏离预算超过规定幅度（高于105%或低于90%），全文未识别到原因说明：{lines}",
        "Spending is above 105 % or below 90 % of the budget and no reason was found: {lines}",
    ),
    "completion-claim-contradicted": (
        "“{said}”与金额不符：{lines}",
        "“{said}” does not fit the amounts: {lines}",
    ),
    "completion-claim-contradicted:bound": (
        "“{told}”与“{said}”不符",
        "“{told}” does not fit “{said}”",
    ),
    "growth-rate-mismatch": (
        "增减重算不符：{ends}，应为{expected}，而“{rate}”",
        "Wrong change: {ends} give {expected}, but “{rate}”",
    ),
    "growth-rate-mismatch:up": (
        "同比重算不符：“{now}”，“{change}”，上年应为{prior}，增长率应为{expected}，而“{rate}”",
        (
            "Wrong growth: “{now}”, “{change}”: the year before was {prior}, growth is"
            " {expected}, but"
            " “{rate}”"
        ),
    ),
    "growth-rate-mismatch:down": (
        "同比重算不符：“{now}”，“{change}”，上年应为{prior}，下降率应为{expected}，而“{rate}”",
        (
            "Wrong decrease: “{now}”, “{change}”: the year before was {prior}, the decrease is"
            " {expected}, but “{rate}”"
        ),
    ),
    "growth-direction-conflict": (
        "增减方向相反：“{one}”与“{other}”",
        "Up and down contradict each other: “{one}” and “{other}”",
    ),
    "growth-direction-conflict:ends": (
        "增减方向相反：{ends}，应为{expected}，而“{rate}”",
        "Up and down contradict each other: {ends}, {expected}, but “{rate}”",
    ),
    "zero-base-growth": (
        "上年为0，没有增长率可言：{each}",
        "The year before is 0, so there is no rate of growth: {each}",
    ),
    "ratio-mismatch": (
        "比率重算不符：“{top}”÷“{base}”＝{expected}，而“{rate}”",
        "Wrong rate: “{top}” ÷ “{base}” = {expected}, but “{rate}”",
    ),
    "ratio-mismatch:table": (
        "表中“{row}”{column}重算不符：{top}÷{base}＝{expected}，而表中为{rate}",
        "Wrong {column} in row “{row}”: {top} ÷ {base} = {expected}, printed {rate}",
    ),
    "ratio-mismatch:satisfaction": (
        "满意度重算不符：按{parts}算得{ways}，而“{rate}”",
        "Wrong satisfaction: {parts} give {ways}, but “{rate}”",
    ),
    "share-mismatch": (
        "占比重算不符：“{top}”÷“{base}”＝{expected}，而“{rate}”",
        "Wrong share: “{top}” ÷ “{base}” = {expected}, but “{rate}”",
    ),
    "share-mismatch:others": (
        "占比与其他各项不是同一总数：“{part}”按其他各项的总数应占{expected}，而“{rate}”",
        "A share of another whole: “{part}” is {expected} of the whole of the others, but “{rate}”",
    ),
    "share-mismatch:list": (
        "各项占比合计{stated}，超过100%：{parts}",
        "The shares come to {stated}, more than 100 %: {parts}",
    ),
    "average-mismatch": (
        "均值重算不符：{told}＝{expected}，而“{average}”",
        "Wrong average: {told} = {expected}, but “{average}”",
    ),
    "difference-mismatch": (
        "差额不符：“{first}”与“{second}”相差{expected}，而“{gap}”",
        "Wrong difference: “{first}” and “{second}” differ by {expected}, but “{gap}”",
    ),
    "rate-over-100": (
        "“{rate}”：比例不可能超过100%，疑为完成任务数的比例",
        "“{rate}”: a share cannot exceed 100 %; it may be a share of the task",
    ),
    "rate-over-100:fall": (
        "“{rate}”：降幅不可能超过100%",
        "“{rate}”: a decrease cannot exceed 100 %",
    ),
    "rate-impossible-for-base": (
        "“{base}”算不出“{rate}”：没有整数能得出该率（最近的是{nearest}），疑另有基数",
        (
            "“{base}” cannot give “{rate}”: no whole number does (nearest {nearest}); it may have"
            " another base"
        ),
    ),
    "rate-impossible-for-base:prior": (
        "没有整数的上期数能得出该增减率：“{now}”，“{rate}”",
        "No whole number of the earlier period gives the rate: “{now}”, “{rate}”",
    ),
    "target-result-other-measure": (
        "目标与结果口径不同：目标为“{target}”，结果给出的是{told}",
        "Target and result have different measures: target “{target}”, results {told}",
    ),
    "results-without-targets": (
        "有{count}项量化结果，未识别到目标值，达成情况无从判断",
        "{count} results with figures and no target value was found, so none can be judged",
    ),
    "target-not-measurable": (
        "{count}项目标没有数值、时间或标准，难以衡量，如{quotes}",
        "{count} targets have no number, time or standard, such as {quotes}",
    ),
    "indicator-class-missing": (
        "“{said}”列出的{absent}指标，未识别到完成情况",
        "No result was found for the classes {absent} that “{said}” lists",
    ),
    "indicator-misplaced": (
        "“{name}指标”之下没有{name}方面的内容",
        "What stands under “{name}指标” is not of that class",
    ),
    "blanket-claim-contradicted": (
        "“{said}”与单项结果不一致：{told}",
        "“{said}” does not fit single results: {told}",
    ),
    "blanket-claim-contradicted:no-targets": (
        "“{said}”，全文未识别到目标值，而有{told}",
        "“{said}”, but no target value was found, beside {told}",
    ),
    "blanket-claim-contradicted:budget": (
        "“{said}”与金额不符：{lines}",
        "“{said}” does not fit the amounts: {lines}",
    ),
    "saving-target-missed": (
        "“{target}”未报告结果，按报告自己的数字为{achieved}：“{budget}”，“{spent}”",
        (
            "“{target}” has no result; by the report's own figures it is {achieved}: “{budget}”,"
            " “{spent}”"
        ),
    ),
    "score-sum-mismatch": (
        "分项得分合计{terms}＝{expected}，而“{whole}”",
        "The scores come to {terms} = {expected}, but “{whole}”",
    ),
    "score-sum-mismatch:table": (
        "评分表得分合计{terms}＝{expected}，而总分为{stated}",
        "The scores of the table come to {terms} = {expected}, but the total is {stated}",
    ),
    "score-sum-mismatch:taken": (
        "得分不符：{terms}＝{expected}，而“{score}”",
        "Wrong score: {terms} = {expected}, but “{score}”",
    ),
    "score-sum-mismatch:brackets": (
        "分项得分合计{expected}，而“{score}”",
        "The scores come to {expected}, but “{score}”",
    ),
    "weight-sum-mismatch": (
        "评分表分值合计{expected}，而总分值为{stated}",
        "The weights of the table come to {expected}, but the total is {stated}",
    ),
    "score-over-weight": (
        "表中“{row}”得分{score}高于分值{weight}",
        "In row “{row}” the score {score} is above its weight {weight}",
    ),
    "score-over-weight:brackets": (
        "“{said}”：得分高于分值",
        "“{said}”: the score is above its weight",
    ),
    "score-over-weight:total": (
        "总得分超过100分：“{said}”",
        "The total score is above 100: “{said}”",
    ),
    "score-rule-mismatch": (
        "表中“{row}”执行率{rate}、分值{weight}，按报告所列规则应得{expected}，而得分为{score}",
        (
            "Row “{row}” has a rate of {rate} and a weight of {weight}: by the printed rule"
            " the score is {expected}, printed {score}"
        ),
    ),
    "grade-score-mismatch": (
        "等级与得分不符：“{score}”，等级为“{grade}”，按通行标准{grade}为{low}～{high}分",
        "Grade and score do not fit: “{score}”, grade “{grade}”, commonly {low} to {high}",
    ),
    "grade-score-mismatch:printed": (
        "等级与得分不符：“{score}”，等级为“{grade}”，按报告所列标准{grade}为{low}～{high}分",
        (
            "Grade and score do not fit: “{score}”, grade “{grade}”, by the report's scale {low} to"
            " {high}"
        ),
    ),
    "full-score-target-missed:execution": (
        "表中“{row}”执行率{rate}而得满分{score}",
        "Row “{row}” has full marks {score} for a rate of {rate}",
    ),
    "full-score-contradicted": (
        "“{score}”，同时承认问题：“{problem}”",
        "“{score}” beside a problem that the report admits: “{problem}”",
    ),
    "full-score-contradicted:bare": (
        "“{score}”而未识别到评分表，同时承认问题：“{problem}”",
        "“{score}”, no scoring table found, beside a problem that the report admits: “{problem}”",
    ),
    "partial-year-figures": (
        "年度报告中有未满全年的数据：{quotes}",
        "Figures for part of the year in an annual report: {quotes}",
    ),
    "forecast-figures": ("年度报告中有预计数：{quotes}", "Forecasts in an annual report: {quotes}"),
    "date-impossible": ("“{said}”：没有这一天", "“{said}”: there is no such day"),
    "date-order": (
        "时间先后颠倒：“{said}”早于“{first}”",
        "Out of order: “{said}” is before “{first}”",
    ),
    "date-order:past": (
        "措施的时限早于报告年度{year}年：“{said}”",
        "A plan ends before the year {year} of the report: “{said}”",
    ),
    "date-order:range": ("起止时间颠倒：“{said}”", "A period ends before it begins: “{said}”"),
    "conflicting-values": (
        "同一事项两个数：“{first}”与“{second}”，可能口径或时点不同，请核实",
        "Two values of one thing: “{first}” and “{second}”; scope or time may differ, please check",
    ),
    "conflicting-values:typo": (
        "同一事项前后两个数：“{first}”与“{second}”，疑有一处笔误，请核实",
        "One thing has two values: “{first}” and “{second}”; one may be a misprint, please check",
    ),
    "conflicting-values:score": (
        "总得分前后不一：“{first}”与“{second}”",
        "The total score differs: “{first}” and “{second}”",
    ),
    "money-unit-missing": ("金额缺少“元”：{quotes}", "Amounts without 元: {quotes}"),
    "mixed-money-units": (
        "金额单位不统一：{quotes}以元计，“{other}”等以万元或亿元计",
        "Mixed units of money: {quotes} in 元, “{other}” and others in 万元 or 亿元",
    ),
    "mixed-money-units:same": (
        "疑金额单位有误：“{first}”与“{second}”数字相同而单位不同",
        "A unit may be wrong: “{first}” and “{second}” have the same digits",
    ),
    "problem-without-measure": (
        "列出问题而未识别到改进措施：{quotes}",
        "Problems are named and no measure was found: {quotes}",
    ),
    "problem-without-measure:promised": (
        "列出问题而未识别到改进措施：{quotes}，标题“{heading}”提到的措施或建议也没有",
        "Problems are named and no measure was found, though “{heading}” promises one: {quotes}",
    ),
    "problem-without-measure:heading": (
        "“{heading}”之后未识别到改进措施一节",
        "No part with measures was found after “{heading}”",
    ),
    "problem-without-cause": (
        "{count}个问题未识别到原因",
        "No cause was found for {count} problems",
    ),
    "numbering-gap": ("标题编号不连续：{quotes}", "The numbers of headings skip: {quotes}"),
    "numbering-lost": (
        "下级标题编号缺失（多为转换时丢失）：{quotes}",
        "Numbers of lower headings are lost (mostly in conversion): {quotes}",
    ),
    "leftover-mark": ("正文残留标记：{quotes}", "Marks left over in the text: {quotes}"),
    "year-mismatch": (
        "标题为{year}年度，正文{times}处写{other}年",
        "The title says {year}, the text says {other} in {times} places",
    ),
    "personal-number": (
        "公开报告中有{count}处疑似身份证号或手机号",
        "{count} numbers look like identity or telephone numbers",
    ),
}

# Told once for all places: the words before the list, for one place and for several.
GROUPS: dict[str, tuple[str, str]] = {
    "target-without-result": (
        "{n}项目标未识别到完成情况：{list}",
        "No result was found for {n} targets: {list}",
    ),
    "target-not-reached": (
        "{n}项指标完成值未达目标值：{list}",
        "{n} results are below their targets: {list}",
    ),
    "deviation-unexplained": (
        "{n}项指标偏差较大（低于90%或高于130%），未识别到原因说明：{list}",
        (
            "{n} results are far from their targets (below 90 % or above 130 %), and no reason was"
            " found: {list}"
        ),
    ),
    "deadline-missed": ("{n}项完成时间晚于计划时间：{list}", "{n} deadlines were missed: {list}"),
    "full-score-target-missed": (
        "{n}项指标未达目标而得满分：{list}",
        "{n} indicators have full marks for a missed target: {list}",
    ),
    "zero-base-growth": (
        "上年为0，没有增长率可言（{n}处）：{list}",
        "The year before is 0, so there is no rate of growth ({n} places): {list}",
    ),
    "sum-rounding": (
        "分项合计与总数相差在四舍五入范围内（{n}处）：{list}",
        "Parts and totals differ within rounding ({n} places): {list}",
    ),
    "rate-rounding": (
        "率值末位为截断而非四舍五入（{n}处）：{list}",
        "The last digit of a rate is cut off, not rounded ({n} places): {list}",
    ),
    "empty-section": ("{n}个章节没有内容：{list}", "{n} sections hold nothing: {list}"),
}

_MOST_LISTED = 20


def sentence(group: Sequence[Relation]) -> tuple[str, str]:
    """What is told of relations, in Chinese and English."""
    first = group[0]
    alone = len(group) == 1 and (first.message or first.code) in MESSAGES
    if first.code in GROUPS and not alone:
        listed = list(dict.fromkeys(_each(one) for one in group))
        zh, en = GROUPS[first.code]
        more = len(listed) > _MOST_LISTED
        text = "；".join(listed[:_MOST_LISTED]) + ("……" if more else "")
        return zh.format(n=len(group), list=text), en.format(n=len(group), list=text)
    zh, en = MESSAGES[first.message or first.code]
    words = {"expected": first.expected or "", "stated": first.stated or "", **first.words}
    return zh.format(**words), en.format(**words)


def _each(relation: Relation) -> str:
    words = relation.words
    if "each" in words:
        return words["each"]
    if "terms" in words:
        return f"{words['terms']}＝{relation.expected}，“{words['whole']}”"
    return f"{relation.expected}，“{words['rate']}”"
