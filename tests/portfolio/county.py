"""Reports of a made-up office over the years."""

from __future__ import annotations

import summarizer
from summarizer.schema import Summary


def summary_of(year: int, *, wells: int, households: int, satisfaction: int) -> Summary:
    """A year's self-evaluation of the water bureau with three targets."""
    text = (
        f"青石县水利局{year}年度部门整体支出绩效自评报告\n一、资金情况\n"
        f"{year}年部门预算300万元，实际支出270万元。\n二、绩效目标\n"
        f"新打机井{wells}眼；改造管网{households}米；群众满意度不低于{satisfaction}%。\n"
        f"三、完成情况\n新打机井{wells}眼，改造管网{households}米，群众满意度95%。\n"
    )
    return summarizer.summarize(summarizer.read_text(text, f"青石县水利局{year}.txt"), "rules")
