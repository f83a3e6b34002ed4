"""Lines of a form or of page layout, which state nothing by themselves."""

from __future__ import annotations

import re

__all__ = ["is_of_a_form"]

# A line of a form or of page layout: who filled it in, where it is filed.
_FIELD = re.compile(
    r"""[（(•\-\s]*(?:
      (?:项目|预算|填报|主管|实施|资金使用|评价|申报)?(?:单位|部门|名称|人|日期|时间|年度|项目)
      (?:名称|[（(]?(?:盖章|公章)[）)]?|负责人)?
    | 索\s?引\s?号 | 文\s*号 | 发文字号 | (?:发布|公开|发文|成文)(?:机构|机关|日期|目录)
      | 主题分类 | 信息分类
    | 名\s*称 | 时效性 | 有效性 | 来源 | 浏览[次量]数?
    )[：:|\s][^，。；]{0,60}$""",
    re.VERBOSE,
)
_BARS = re.compile(r"\s[|｜]|[|｜]\s")
# A value by itself: without its form, its meaning is lost.
_VALUE = re.compile(
    r"""[≥≤=＝><＞＜≧≦]?\s*[\d,，.．]+\s*(?:[%％]|[\u4e00-\u9fff][\u4e00-\u9fff/]{0,3})?
    |\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[前底末]?""",
    re.VERBOSE,
)
# Words that make up the labels of a form.
_LABEL = re.compile(
    r"""(?:项目|年度|实施期|中期|总体|预期|绩效|资金|预算|专项|部门|单位|自评|评价|完成|执行|实际|管理|使用
    |偏差|原因|分析|改进|措施|存在|问题|情况|说明|指标|目标|名称|序号|备注|类型|性质|[一二三]级|值|数|率
    |得分|分值|权重|及|和|与|、|[（(](?:万?元|[A-Z%％/]+)[)）])+""",
    re.VERBOSE,
)


def is_of_a_form(words: str) -> bool:
    """Return whether a line states nothing by itself: a field, a label, a value, the cells of a
    row.

    >>> is_of_a_form("实施单位：市水务局"), is_of_a_form("≥95%"), is_of_a_form("执行率（%）")
    (True, True, True)
    >>> is_of_a_form("实施单位修渠3公里。")
    False
    """
    if _BARS.search(words) or _FIELD.fullmatch(words) or _VALUE.fullmatch(words.strip()):
        return True
    parts = words.rstrip("：:").split()
    labels = [part for part in parts if _LABEL.fullmatch(part)]
    return bool(labels) and 2 * len(labels) >= len(parts)
