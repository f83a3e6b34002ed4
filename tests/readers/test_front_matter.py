"""Title, organisation, year and kind: of the five reports, and of reports of other provinces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.readers import read, read_text

EVALS = Path(__file__).parents[2] / "evals"
GOLD = sorted((EVALS / "gold" / "items").glob("00[0-4]*.json"))

HEADS = json.loads((Path(__file__).parent / "heads.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_five_reports(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    document = read(EVALS / "reports" / f"{path.stem}.txt")
    told = (document.title, document.organization, document.fiscal_year, document.kind)
    assert told == (gold["title"], gold["organization"], gold["fiscal_year"], gold["kind"])


@pytest.mark.parametrize("head", HEADS, ids=[head["text"][:18] for head in HEADS])
def test_other_reports(head: dict[str, Any]) -> None:
    document = read_text(head["text"], "x.txt")
    assert document.kind == head["kind"]
    assert document.organization == head["organization"]
    assert document.fiscal_year == head["fiscal_year"]


def test_a_cover_with_labels_and_a_day_of_writing() -> None:
    document = read_text(
        "财政支出项目绩效自评报告\n项目单位   甲县林业局\n报告日期:  2022 年  7  月  8 日\n"
        "一、概况\n2021年   1    月起实施。",
        "x.txt",
    )
    assert (document.organization, document.fiscal_year) == ("甲县林业局", 2021)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "附件1\n\n2022年度某某县\n项目支出绩效评价报告\n\n一、概况\n甲。",
            "2022年度某某县项目支出绩效评价报告",
        ),
        ("项目支出绩效自评表\n（2021年度）\n一、概况\n甲。", "项目支出绩效自评表（2021年度）"),
        ("绩  效  评  价  报  告\n一、概况\n甲。", "绩效评价报告"),
        ("某财绩〔2022〕5号\n某局2021年度绩效自评报告\n一、概况\n甲。", "某局2021年度绩效自评报告"),
        ("目  录\n一、概况……1\n二、问题……2\n某局绩效自评报告\n一、概况\n甲。", "某局绩效自评报告"),
        ("一、基本情况\n本单位编制30人。\n二、问题\n甲。", None),
        ("本单位全年完成整治20处，投入资金35万元，成效良好。\n二、问题\n甲。", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    document = read_text(text, "x.txt")
    assert document.title == title
    blocks = [block for block in document.blocks if block.kind == "title"]
    printed = "".join("".join(text[one.start : one.end].split()) for one in blocks)
    assert printed == (title or "")


def test_the_first_section_bears_the_title_or_the_name() -> None:
    assert read_text("某局绩效自评报告\n前言。\n一、概况\n甲。", "x.txt").sections[0].path == (
        "某局绩效自评报告",
    )
    assert read_text("全年完成整治20处，成效良好。", "x.txt").sections[0].path == ("x.txt",)
