"""The ledger of a made-up county."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from summarizer.errors import ConfigError
from summarizer.genre.offices import bare_name, office_key
from summarizer.portfolio import (
    Entry,
    Expected,
    entry_of,
    figures_of,
    ledger,
    portfolio_of,
    read_expected,
    same_office,
    unreadable,
)
from tests.portfolio.county import summary_of

DAY = 86_400.0
APRIL = datetime(2024, 4, 20, tzinfo=UTC).timestamp()


def entry(key: str, office: str | None, year: int | None = 2023, **more: object) -> Entry:
    fields = {"key": key, "name": f"{key}.docx", "office": office, "year": year}
    return Entry.model_validate({**fields, "kind": "dept_overall", "received": APRIL, **more})


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("青石县财政局", "青石县财政局", "same"),
        ("青石县财政局（本级）", "青石县财政局", "own-house"),
        ("青石县财政局机关", "青石县财政局", "own-house"),
        ("五里街道办事处", "五里街道", "street-office"),
        ("平江市青石县水利局", "水利局", "without-region"),
        ("012-青石县财政局", "青石县财政局", "own-house"),
        ("青石县财政局", "白水县财政局", None),
        ("青石县教育局", "青石县体育局", None),
        ("青石县第一中学", "青石县第二中学", None),
    ],
)
def test_names_of_one_office_are_matched_by_a_rule_that_has_a_name(
    one: str, other: str, rule: str | None
) -> None:
    assert same_office(one, other) == rule
    assert same_office(other, one) == rule


def test_a_region_is_not_taken_for_an_office() -> None:
    assert bare_name("青石县人民政府") == "人民政府"
    assert office_key("青石县财政局（本部）") == "青石县财政局"


def test_what_is_expected_and_not_there_is_missing_and_what_came_late_is_late() -> None:
    expected = read_expected(
        "单位,年度,种类,截止日期\n青石县财政局,2023,部门整体,2024-04-10\n青石县水利局,2023,部门整体,2024-04-30\n"
        "青石县教育局,2023,部门整体,2024-04-30\n".encode("gb18030"),
        "应报.csv",
    )
    lines = ledger([entry("a", "青石县财政局"), entry("b", "水利局")], expected)
    assert [(one.office, one.state, one.days_late, one.rule) for one in lines] == [
        ("青石县教育局", "missing", None, None),
        ("青石县水利局", "read", None, "without-region"),
        ("青石县财政局", "late", 10, None),
    ]


def test_a_newer_version_stands_first_and_replaces_the_older() -> None:
    old, new = entry("old", "青石县财政局"), entry("new", "青石县财政局", received=APRIL + DAY)
    (line,) = ledger([old, new])
    assert line.keys == ("new", "old")


def test_a_readable_version_goes_before_an_unreadable_one() -> None:
    bad = unreadable("bad", "2023年度青石县财政局部门整体.pdf", "broken", received=APRIL + DAY)
    assert (bad.office, bad.year) == ("青石县财政局", 2023)
    lines = ledger([entry("good", "青石县财政局"), bad])
    assert [(one.keys, one.state) for one in lines] == [(("good", "bad"), "read")]


def test_two_offices_of_one_bare_name_keep_a_name_without_region_apart() -> None:
    names = ("青石县财政局", "白水县财政局", "财政局")
    lines = ledger([entry(name, name) for name in names])
    assert len(lines) == 3


def test_documents_without_an_office_stand_alone() -> None:
    assert len(ledger([entry("a", None), entry("b", None)])) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单位名\n甲\n", "第 1 行"),
        ("单位,年度\n甲,今年\n", "第 2 行"),
        ("单位,年度,种类\n甲,2023,报告书\n", "第 2 行"),
        ("单位,年度,截止\n甲,2023,四月\n", "第 2 行"),
        ("", "没有内容"),
    ],
)
def test_a_faulty_list_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_expected(text.encode(), "应报.csv")
    assert said in caught.value.zh


def test_sums_say_how_many_documents_they_rest_on() -> None:
    entries = [
        entry("a", "甲局", budget="3000000", spent="2700000", findings={"sum-mismatch": 2}),
        entry("b", "乙局", budget="1000000", spent="1000000"),
        entry("c", "丙局", spent="500000", rate="88.5"),
    ]
    figures = figures_of(ledger(entries), entries)
    # Of those that print both: 370 of 400 万元.
    (total,) = figures.totals
    assert (total.budget, total.spent, total.rate) == ("4000000", "3700000", "92.50")
    assert (total.documents, total.of, total.unpaired, total.within) == (3, 2, 1, 0)
    assert (figures.spent, figures.spent_of) == ("3700000", 2)
    assert [(one.place, one.office, Decimal(one.value)) for one in figures.by_execution] == [
        (1, "乙局", Decimal("100.00")),
        (2, "甲局", Decimal("90.00")),
        (3, "丙局", Decimal("88.5")),
    ]
    assert figures.by_findings[0].office == "甲局"


def paired(key: str, office: str, **more: object) -> Entry:
    return entry(key, office, budget="100", spent="90", **more)


def test_one_money_told_in_two_kinds_or_years_is_never_added() -> None:
    entries = [
        paired("a", "甲局"),
        paired("b", "甲局", kind="final_accounts"),
        paired("c", "甲局", year=2022),
    ]
    figures = figures_of(ledger(entries), entries)
    assert [(one.year, one.kind, one.budget) for one in figures.totals] == [
        (2023, "dept_overall", "100"),
        (2023, "final_accounts", "100"),
        (2022, "dept_overall", "100"),
    ]
    assert (figures.budget, figures.spent, figures.rate) == (None, None, None)


def test_a_unit_within_its_department_s_total_is_left_out_and_counted() -> None:
    entries = [paired("a", "甲县教育局"), paired("b", "甲县第一中学"), paired("c", "甲县水利局")]
    listed = [
        Expected("甲县第一中学", 2023, "dept_overall", None, "甲县教育局"),
        Expected("甲县园艺站", 2023, "dept_overall", None, "甲县林业局"),
    ]
    entries.append(paired("d", "甲县园艺站"))
    lines = ledger(entries, listed)
    assert {line.office: line.within for line in lines if line.within} == {
        "甲县第一中学": "甲县教育局"
    }
    (total,) = figures_of(lines, entries).totals
    assert (total.budget, total.documents, total.of, total.within) == ("300", 4, 3, 1)


def test_the_own_house_beside_its_office_is_a_document_of_its_own() -> None:
    entries = [paired("all", "甲县教育局"), paired("house", "甲县教育局（本级）")]
    lines = ledger(entries)
    assert [(line.office, line.keys, line.within) for line in lines] == [
        ("甲县教育局", ("all",), None),
        ("甲县教育局（本级）", ("house",), "甲县教育局"),
    ]
    (total,) = figures_of(lines, entries).totals
    assert (total.budget, total.within) == ("100", 1)
    alone = ledger(entries[1:])
    assert [(line.keys, line.rule, line.within) for line in alone] == [(("house",), None, None)]


def test_evaluations_of_two_projects_are_no_versions_of_one() -> None:
    titles = ("灌区改造", "水库加固", "灌区改造")
    entries = [
        entry(
            f"{number}",
            "甲县水利局",
            kind="unit_self_eval",
            title=f"甲县水利局2023年度{name}项目支出绩效自评报告",
            received=APRIL + number,
        )
        for number, name in enumerate(titles)
    ]
    lines = ledger(entries)
    assert [(line.project, line.keys) for line in lines] == [
        ("水库加固", ("1",)),
        ("灌区改造", ("2", "0")),
    ]


def test_an_unreadable_file_stands_at_the_kind_that_its_name_tells() -> None:
    bad = unreadable("bad", "青石县财政局2023年度决算.pdf", "broken")
    lines = ledger([bad], [Expected("青石县财政局", 2023, "final_accounts")])
    assert [(line.state, line.keys) for line in lines] == [("unreadable", ("bad",))]


def test_a_target_that_stands_for_three_years_is_copied() -> None:
    summaries = {
        f"{year}": summary_of(year, wells=100, households=200 + year, satisfaction=90)
        for year in (2021, 2022, 2023)
    }
    entries = [entry_of(key, one) for key, one in summaries.items()]
    found = portfolio_of(entries, [Expected("青石县水利局", 2024)], summaries.get)
    assert {(one.metric, one.years) for one in found.copied} >= {("新打机井", (2021, 2022, 2023))}
    assert not any("管网" in one.metric for one in found.copied)
    assert [(one.raised, one.mode) for one in found.steps] == [(1, "years"), (1, "years")]
    assert found.lines[-1].state == "missing"
