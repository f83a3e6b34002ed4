"""Column roles of a table, by the words of the heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from summarizer.schema.table import Cell, Column, ColumnRole

__all__ = ["columns_of", "head_role", "words"]

# The first match of the innermost head wins; without a match the head above decides.
_ROLES = """
level1    一级指标|^指标类[别型]$|^一级$
level2    二级指标|^二级$
level3    [三四]级指标|^[三四]级$
index     ^序号|^编号$|^[行栏]次|^No\\.?$|^项号$
code      ^[类款项目]$
code      编码|代码|编号
unit      (?:度量|计量)单位|^单位$
sign      符号|运算符|比较符|^(?:指标)?方向$
nature    (?:指标|目标)?性质$|^(?:定性|定量)|指标属性
reason    偏差(?!率)|未完成|原因|改进|^整改
rate      系数(?:[（(].*[）)])?$
rate      率(?:[（(].*[）)])?$|比例|占比|比重|百分比|增幅|^[%％]$|[（(][%％][）)]$
note      (?:[得评计]分|计算|评价).{0,4}(?:方法|办法|公式|规则)
note      ^是否|标准$|说明|备注|依据|解释|用途|使用方向|数据来源|佐证|评价要点|评分细则|扣分
weight    分值|权重|标准分|满分|^权数
score     得分|评分|自评分|分数|^分$
deadline  (?:完成|截止|计划).{0,4}(?:时间|时限|期限|日期)|^(?:时限|期限)
target    计划(?:指标|完成|数)|预期完成
actual    (?:实际|全年|年度|已)?完成(?:值|情况|数量?|结果|内容)?$|实际(?:值|情况|数量)|实际完成
actual    完成(?:值|情况)|达成值|实现(?:值|情况)|执行情况$
target    (?:指标|目标|预期|标准|计划|任务)[值数]|计划(?:指标|完成)|年度指标|预期(?:指标|目标)
target    (?:年初|年度|总体|设定|绩效)目标|目标$|^(?:预期|计划)$
actual    ^实际$
name      指标(?:名称|内容)?$|(?:具体|绩效|评价)指标
name      预算(?:单位|部门)
adjusted  调整|全年预算|预算调整|调剂
executed  执行数?|支出(?:数|金额|总额)|决算|实际支出|支付|已支|使用金?额|实际使用|到位
budget    (?<!公共)(?<!基金)(?<!经营)预算|指标总额|计划(?:金?额|数|投资|安排)|安排|下达
amount    (?:收入|支出|费)$
amount    预算资金$|预算财政拨款|财政拨款$
name      名称|项目$|科目|事项|内容|部门|单位|构成|来源|姓名|类别|对象|资金$|地区|乡镇|街道|^收款
amount    金额|[数额]$|合计|小计|总计|收入|支出|费|结转|结余|资产|负债|元[）)]$|款$
"""
ROLES = tuple(
    (cast("ColumnRole", role), re.compile(pattern))
    for role, pattern in (line.split() for line in _ROLES.strip().splitlines())
)
_BLANK = re.compile(r"\s+|<br\s*/?>", re.IGNORECASE)
_BRACKET = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_UNITS = re.compile(r"[（(](?:单位[：:])?[^（()）]{0,3}元[）)]")
_PART = re.compile("其中")
# Possible heads of row names.
_NAMES = frozenset({"level1", "level2", "level3", "name", "index", "code", "nature", "unit"})
_OUTER = frozenset({"budget", "adjusted", "executed", "code"})
_WEAK = frozenset({"amount", "name", "other"})


def words(text: str, cell: Cell) -> str:
    """Return the words of a cell without blanks."""
    return _BLANK.sub("", text[cell.start : cell.end])


@lru_cache(maxsize=4096)
def head_role(head: str) -> ColumnRole:
    """Return the role of the column below a head.

    >>> [head_role(head) for head in ("三级指标", "年度指标值", "得分", "全年执行数（B）")]
    ['level3', 'target', 'score', 'executed']
    """
    for said in (_BRACKET.sub("", head), head):
        for role, pattern in ROLES:
            if said and pattern.search(said):
                return role
    return "amount" if _UNITS.search(head) else "other"


def columns_of(
    text: str,
    width: int,
    heads: Sequence[Cell],
    *,
    names: frozenset[int] = frozenset(),
    sided: bool = False,
) -> tuple[Column, ...]:
    """Return the columns of a table with its head cells; `names` are those that name rows. `sided`:
    the first column holds only the label of the block.
    """
    paths: list[list[Cell]] = [[] for _ in range(width)]
    for cell in sorted(heads, key=lambda head: head.row):
        for column in range(cell.column, min(width, cell.column + cell.columns)):
            if not cell.is_empty and cell not in paths[column]:
                paths[column].append(cell)
    columns: list[Column] = []
    for number, path in enumerate(paths):
        role = _path_role(text, path)
        if path and _PART.match(words(text, path[-1])) and role in _WEAK and number:
            role = columns[-1].role
        if number in names and role not in _NAMES:
            role = "name"
        if sided and not number:
            role = "other"
        columns.append(Column(number, role, tuple(path)))
    return tuple(columns)


def _path_role(text: str, path: Sequence[Cell]) -> ColumnRole:
    """Return the role of the innermost head. A weak role is replaced by one from the heads above:
    an amount by a specific amount, no role by any.
    """
    found: ColumnRole = "other"
    for cell in reversed(path):
        role = head_role(words(text, cell))
        if role not in _WEAK and (found == "other" or role in _OUTER):
            return role
        if found == "other":
            found = role
    return found
