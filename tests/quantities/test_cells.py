"""Table cells: numbers under the unit of the caption."""

from __future__ import annotations

import pytest

from summarizer.quantities import scan_cell


def _read(cell: str, unit: str = "元", scale: int = 4) -> list[tuple[str, str, str, str]]:
    around = f"支出\t{cell}\t10"
    found = scan_cell(around, 3, 3 + len(cell), unit=unit, scale=scale)
    return [(one.text, one.value, one.unit, one.kind) for one in found]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("259.25", "2592500"),
        ("1,022.17", "10221700"),
        (" 0 ", "0"),
        ("0.00", "0"),
        ("-12.5", "-125000"),
        ("△12.5", "-125000"),
        ("１２．５", "125000"),
        ("12.\u200b5", "125000"),
        ("其中：80", "800000"),
        ("2022", "20220000"),
    ],
)
def test_a_bare_number_takes_unit_and_scale_of_the_caption(cell: str, value: str) -> None:
    assert [(read[1], read[2], read[3]) for read in _read(cell)] == [(value, "元", "money")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("72.2%", ("72.2%", "72.2", "%", "percent")),
        ("3.5亿元", ("3.5亿元", "350000000", "元", "money")),
        ("12个", ("12个", "12", "个", "count")),
        ("2022年", ("2022年", "2022", "年", "date")),
        ("2022-10-22", ("2022-10-22", "2022-10-22", "日", "date")),
        ("≥95%", ("≥95%", "95", "%", "percent")),
    ],
)
def test_what_a_cell_prints_itself_wins(cell: str, expected: tuple[str, str, str, str]) -> None:
    assert _read(cell) == [expected]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "—",
        "/",
        "……",
        "062001",
        "062001-某局",
        "A01",
        "公共服务",
        "430105198001011234567890123",
    ],
)
def test_codes_and_empty_cells_state_nothing(cell: str) -> None:
    assert _read(cell) == []


def test_hedges_and_bounds_of_a_cell_are_read() -> None:
    text = "约259.25\t≥100\t465.65万\t80余"
    found = scan_cell(text, 0, len(text), unit="元", scale=4)

    assert [(one.text, one.value, one.approx, one.comparator) for one in found] == [
        ("约259.25", "2592500", "about", None),
        ("≥100", "1000000", "exact", ">="),
        ("465.65万", "4656500", "exact", None),
        ("80余", "800000", "over", None),
    ]
    assert {(one.unit, one.kind) for one in found} == {("元", "money")}


def test_several_numbers_of_a_cell_are_all_read() -> None:
    assert [read[1] for read in _read("259.25\n206.4")] == ["2592500", "2064000"]
    assert _read("5", unit="人", scale=0) == [("5", "5", "人", "count")]
    assert _read("9.5", unit="分", scale=0) == [("9.5", "9.5", "分", "score")]


def test_spans_are_those_of_the_text() -> None:
    text = "合计\t12.\u200b5\t3"
    found = scan_cell(text, 3, 8, unit="元", scale=4)

    assert [(one.start, one.end, one.text) for one in found] == [(3, 8, "12.\u200b5")]
