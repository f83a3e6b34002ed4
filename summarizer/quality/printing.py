"""A quality sheet under the report's brief: points with deduction and reason, elements with their
place.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from summarizer.quality.model import QualityElement, QualityPoint, QualitySheet
from summarizer.rendering.labels import Language
from summarizer.rendering.look import Look
from summarizer.rendering.statements import Part, sentence
from summarizer.rendering.tabular import TitledTable, as_markdown, as_text, as_workbook

__all__ = ["render", "tables"]

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("报告质量核对表", "Quality sheet"),
    "score": ("可计分项得分 {0}/{1}", "score over what could be determined: {0}/{1}"),
    "elements": ("必备要素", "Elements"),
    "points": ("计分项", "Points"),
    "element": ("要素", "Element"),
    "state": ("情况", "State"),
    "place": ("所在位置", "Place"),
    "point": ("计分项", "Point"),
    "full": ("满分", "Full"),
    "deduction": ("扣分", "Deducted"),
    "reason": ("理由", "Reason"),
    "present": ("有", "present"),
    "not_found": ("未识别到", "not recognised"),
}


def _say(key: str, language: Language) -> str:
    return _WORDS[key][language == "en"]


def render(
    sheet: QualitySheet,
    format: str,  # noqa: A002
    look: Look,
    brief: Sequence[Part] = (),
) -> str | bytes:
    """Render the sheet as `json`, or under the brief as `table`, `md` or `xlsx`."""
    if format == "json":
        return sheet.model_dump_json(indent=2) + "\n"
    language = look.language
    title = f"{_say('title', language)}：{sheet.document.title or sheet.document.name}"
    colon = ": " if language == "en" else "："
    facts = [f"{part.heading}{colon}{sentence(part, language)}" for part in brief]
    facts.append(_say("score", language).format(sheet.score, sheet.full))
    listed = tables(sheet, language)
    if format == "xlsx":
        return as_workbook(title, facts, listed)
    if format == "md":
        return as_markdown(title, facts, listed)
    return as_text(title, facts, listed, look)


def tables(sheet: QualitySheet, language: Language) -> list[TitledTable]:
    """Return the tables: points first, because they give the reasons."""
    points = tuple(_point(one, language) for one in sheet.points)
    elements = tuple(_element(one, language) for one in sheet.elements)
    heads = (("point", "full", "deduction", "reason"), ("element", "state", "place"))
    told = [tuple(_say(key, language) for key in head) for head in heads]
    return [
        TitledTable(_say("points", language), told[0], points),
        TitledTable(_say("elements", language), told[1], elements),
    ]


def _point(one: QualityPoint, language: Language) -> tuple[str | Decimal | None, ...]:
    name, reason = (
        (one.name.en, one.reason.en) if language == "en" else (one.name.zh, one.reason.zh)
    )
    if one.state == "not_determined":
        return name, None, None, reason
    return name, Decimal(one.full), Decimal(one.deduction), reason


def _element(one: QualityElement, language: Language) -> tuple[str, ...]:
    name = one.name.en if language == "en" else one.name.zh
    place = one.evidence.quote if one.evidence else " / ".join(one.section)
    return name, _say(one.state, language), place
