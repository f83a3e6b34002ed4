"""Vocabulary of the genre's tables and forms."""

from __future__ import annotations

import re

__all__ = [
    "BROKEN_HEADS",
    "FORM_LABEL",
    "FUND",
    "HEADER_NOUN",
    "HEAD_BEGINNINGS",
    "STRONG_HEADER",
    "TOTAL",
]

# Last words of column heads and field labels.
HEADER_NOUN = re.compile(
    r"(?:名称|指标|值|数|额|率|分|权重|情况|目标|原因|分析|措施|备注|序号|类型|用途|方向|单位|年度|数量"
    r"|资金|规模|收入|支出|比例|占比|人数|科目|标准|依据|说明|部门|时间|日期|进度|结转|结余|内容|事项|性质"
    r"|符号|单价|[行栏]次|年$|增减.{0,4}|变动|等级|级次|类别|结果|产出|效益|满意度|预算|决算|执行|项目|合计|小计|总计|其中.*|负责人|电话"
    r"|联系人|[（(][^）)]*[）)])$"
)
# Heads that occur in tables only.
STRONG_HEADER = re.compile(
    r"[一二三]级指标|指标名称|指标值|目标值|完成值|实际值|实际完成|完成情况|分值|得分|权重|执行率|预算数|执行数"
    r"|决算数|预算金额|支出金额|预算额|支出数|资金总额|财政拨款|项目名称|项目类型|计量单位|度量单位|偏差原因|自评[分等]"
    r"|预期目标|总体目标|年初预算|全年预算|全年执行|评分标准|预算安排|实际支出|实际到位|到位资金|指标性质|序号|科目"
)
# Labels that begin a form, as whole lines.
FORM_LABEL = re.compile(
    r"^(?:项目名称|项目（政策）名称|主管部门|实施单位|项目单位|项目实施单位|部门名称|单位名称|部门（单位）名称"
    r"|预算部门|预算单位|转移支付名称|专项名称|中央主管部门|地方主管部门|资金使用单位|项目负责人|联系电话)[：:]?$"
)
TOTAL = re.compile(r"^(?:合|总|小)\s*计|^总\s*分|^总额$")
# Row labels of funds in a form; over numbers they are not column heads.
FUND = re.compile(
    r"^(?:年度|项目)?资金总额|^其中[：:]?|^(?:当年|本年|年度|上年|本级|中央|省级|市级|县级|区级|一般公共预算)?"
    r"(?:财政(?:拨款|资金)|补助资金|结转资金|结余资金|补助)|^(?:其他|自筹|单位|地方|专户|事业)资金"
)
# Heads that narrow columns split over several lines.
_BROKEN = """
绩效指标 年度绩效指标 一级指标 二级指标 三级指标 指标名称 指标内容 年度指标值 指标值 年度目标值
目标值 实际完成值 实际完成情况 全年实际完成值 全年完成值 实际值 完成值 完成情况 计量单位 度量单位
指标性质 分值 得分 自评得分 权重 执行率 预算执行率 项目资金 项目资金（万元） 资金情况（万元）
预算执行情况 预算执行情况（万元） 年初预算数 全年预算数 全年执行数 调整后预算数 预算数 执行数
决算数 实际支出数 年度总体目标 总体目标 年度目标 预期目标 偏差原因 偏差原因分析
偏差原因分析及改进措施 未完成原因分析 未完成原因和改进措施 未完成原因及改进措施
未完成原因及拟采取的改进措施 偏差原因及改进措施 偏差原因分析和改进措施 产出指标 效益指标
满意度指标 成本指标 数量指标 质量指标 时效指标 经济效益指标 社会效益指标 生态效益指标
可持续影响指标 服务对象满意度指标 项目名称 主管部门 实施单位 经济效益 社会效益 生态效益 可持续影响
"""
BROKEN_HEADS = frozenset(_BROKEN.split())
HEAD_BEGINNINGS = frozenset(head[:end] for head in BROKEN_HEADS for end in range(1, len(head) + 1))
