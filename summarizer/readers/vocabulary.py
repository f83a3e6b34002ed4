"""Words that tables and forms of the genre are made of."""

from __future__ import annotations

import re

__all__ = ["FORM_LABEL", "HEADER_NOUN", "STRONG_HEADER", "TOTAL"]

# What the head of a column or the label of a field ends with.
HEADER_NOUN = re.compile(
    r"(?:名称|指标|值|数|额|率|分|权重|情况|目标|原因|分析|措施|备注|序号|类型|用途|方向|单位|年度|数量"
    r"|资金|收入|支出|比例|占比|人数|科目|标准|依据|说明|部门|时间|日期|进度|结转|结余|内容|事项|性质"
    r"|符号|单价|[行栏]次|年$|增减.{0,4}|变动|等级|级次|类别|结果|产出|效益|满意度|预算|决算|执行|项目|合计|小计|总计|其中.*|负责人|电话"
    r"|联系人|[（(][^）)]*[）)])$"
)
# Heads that no text but a table has.
STRONG_HEADER = re.compile(
    r"[一二三]级指标|指标名称|指标值|目标值|完成值|实际值|实际完成|完成情况|分值|得分|权重|执行率|预算数|执行数"
    r"|决算数|预算金额|支出金额|预算额|支出数|资金总额|财政拨款|项目名称|项目类型|计量单位|度量单位|偏差原因"
    r"|预期目标|总体目标|年初预算|全年预算|全年执行|评分标准|预算安排|实际支出|实际到位|到位资金|指标性质|序号|科目"
)
# Labels with which a form begins, whole lines.
FORM_LABEL = re.compile(
    r"^(?:项目名称|项目（政策）名称|主管部门|实施单位|项目单位|项目实施单位|部门名称|单位名称|部门（单位）名称"
    r"|预算部门|预算单位|转移支付名称|专项名称|中央主管部门|地方主管部门|资金使用单位|项目负责人|联系电话)[：:]?$"
)
TOTAL = re.compile(r"^(?:合|总|小)\s*计|^总\s*分|^总额$")
