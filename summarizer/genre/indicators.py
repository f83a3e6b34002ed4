"""The indicator tree: printed class names → level 1 and level 2 (财预〔2021〕101号 and before)."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Level", "level_of"]


@dataclass(frozen=True, slots=True)
class Level:
    """A position in the tree; `level1` is also set if only a level-2 class is printed."""

    level1: str | None = None
    level2: str | None = None


# A class name, what it is at level 1, and at level 2. First match wins.
CLASSES: tuple[tuple[re.Pattern[str], str, str | None], ...] = tuple(
    (re.compile(pattern), level1, level2)
    for pattern, level1, level2 in (
        (r"经济成本", "cost", "economic_cost"),
        (r"社会成本", "cost", "social_cost"),
        (r"生态(?:环境)?成本", "cost", "eco_cost"),
        (r"服务对象满意|受益(?:对象|群众|人群)满意", "satisfaction", "service_satisfaction"),
        (
            r"(?:社会公众|公众|社会|群众)(?:及服务对象|和服务对象)?满意",
            "satisfaction",
            "public_satisfaction",
        ),
        (r"满意度?", "satisfaction", None),
        (r"经济效益|经济性(?!分析)", "benefit", "economic"),
        (r"社会效益|社会效应", "benefit", "social"),
        (r"生态效益|环境效益|生态环境效益", "benefit", "ecological"),
        (r"可持续(?:影响|性|发展)?", "benefit", "sustainable"),
        (r"数量", "output", "quantity"),
        (r"质量", "output", "quality"),
        (r"时效|时间|进度(?=指标|目标)", "output", "timeliness"),
        (r"成本", "cost", None),
        (r"产出", "output", None),
        (r"效益|效果", "benefit", None),
        (r"预算执行率?", "execution", None),
        (r"决策|投入", "decision", None),
        (r"过程|管理", "process", None),
    )
)
CLASS_LABEL = re.compile(r"指标|目标|效益|产出|成本|满意度|可持续|数量|质量|时效")


def level_of(label: str, parent: Level | None = None) -> Level | None:
    """Return the position of a printed class name under its enclosing class, or None.

    >>> level_of("成本指标"), level_of("成本指标", Level("output"))
    (Level(level1='cost', level2=None), Level(level1='output', level2='cost'))
    >>> level_of("城市管理") is None
    True
    """
    if len(label) > 24 or not CLASS_LABEL.search(label):
        return None
    for pattern, level1, level2 in CLASSES:
        if pattern.search(label):
            if parent and parent.level1 and parent.level1 != level1:
                return _beneath(parent, level1, level2)
            return Level(level1, level2)
    return None


def _beneath(parent: Level, level1: str, level2: str | None) -> Level:
    """Return the position of a class under a parent of another class: the older tree has 成本 under
    产出, and some forms have 满意度 under 效益.
    """
    if parent.level1 == "output" and level1 == "cost":
        return Level("output", "cost")
    if parent.level1 == "benefit" and level1 == "satisfaction":
        return Level("benefit", level2)
    return Level(level1, level2)
