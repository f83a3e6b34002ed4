"""Fund tables and indicator tables."""

from __future__ import annotations

from rules_support import extract

FUNDS = """金额单位：万元
项目名称\t预算金额\t其中：区级资金\t支出金额
公共服务\t200\t150\t180.5
城市管理\t100\t100\t90
合计\t300\t250\t270.5"""


def test_each_money_cell_is_an_atom_under_its_headers() -> None:
    found = extract(FUNDS, "一、资金情况").results
    assert [(r.subject, r.metric, r.figure) for r in found][:3] == [
        ("公共服务", "预算金额", "200"),
        ("公共服务", "其中区级资金", "150"),
        ("公共服务", "支出金额", "180.5"),
    ]
    assert len(found) == 9


def test_parts_of_a_table_are_told_by_their_header_and_the_total() -> None:
    found = extract(FUNDS, "一、资金情况").results
    assert [r.part_of for r in found] == [6, 0, 8, 6, 3, 8, None, 6, None]


def test_a_cell_cites_row_column_and_unit() -> None:
    cell = extract(FUNDS, "一、资金情况").results[0]
    assert len(cell.spans) == 4


def test_a_cell_that_repeats_the_prose_is_further_evidence() -> None:
    words = "公共服务项目、城市管理项目年初预算分别为200万元、100万元。\n" + FUNDS
    found = extract(words, "一、资金情况").results
    budgets = [r for r in found if r.figure in ("200万元", "200")]
    assert [r.figure for r in budgets] == ["200万元"]
    assert len(budgets[0].spans) == 2


def test_a_row_of_indicators_is_a_target_and_a_result() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t维修道路\t≥12公里\t11.5公里\t10\t9.6\n"
        "\t质量指标\t验收合格率\t100%\t100%\t10\t10\n"
        "效益指标\t社会效益指标\t出行条件\t改善\t基本达成\t10\t8"
    )
    assert [(t.metric, t.figure, t.comparator, t.level2, t.soft) for t in found.targets] == [
        ("维修道路", "≥12公里", ">=", "quantity", False),
        ("验收合格率", "100%", "=", "quality", False),
        ("出行条件", None, None, "social", True),
    ]
    assert [(r.metric, r.figure) for r in found.results] == [
        ("维修道路", "11.5公里"),
        ("验收合格率", "100%"),
        ("出行条件基本达成", None),
    ]
