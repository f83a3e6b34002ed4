"""Numbers as a spreadsheet shows them. The expected texts are those of Excel."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.readers.sheets.numbers import BUILT_IN, as_shown, plain

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN = [
    (0.985, "0.00%", "98.50%"),
    (0.12, "0%", "12%"),
    (1, "0%", "100%"),
    (-0.125, "0.0%;[Red]-0.0%", "-12.5%"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (999.5, "#,##0", "1,000"),
    (12, "#,##0", "12"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (1234.5, ACCOUNTING, "1,234.50"),
    (0, ACCOUNTING, "-"),
    (0, "#,##0.00;-#,##0.00;;@", ""),
    (-5, "0;(0)", "(5)"),
    (-5, "0", "-5"),
    (-0.001, "0.00", "0.00"),
    (12345, '0!.0,"万"', "1.2万"),
    (25925000, r"0\.0,", "2592.5"),
    (123456789, '0!.00,,"亿"', "1.23亿"),
    (1234567, '0.00,,"百万"', "1.23百万"),
    (120000, "0!.0000", "12.0000"),
    (50, '0"人"', "50人"),
    (50, 'General"人"', "50人"),
    (50, 'G/通用格式"人"', "50人"),
    (123456, '#,##0"元"', "123,456元"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (3, "000", "003"),
    (0.5, "#.##", ".5"),
    (0, "#", "0"),
    (2.5, "0", "3"),
    (1.005, "0.00", "1.01"),
    (0.1 + 0.2, "0.0#", "0.3"),
    (95, "[<100]0.0;0", "95.0"),
    (195, "[<100]0.0;0", "195"),
    (8.0, "@", "8"),
    (5, "[DBNum1]0", "5"),
    (45291, "yyyy/m/d", "2023/12/31"),
    (45291, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
    (45291, "[$-804]aaaa", "星期日"),
    (45291.5, "yyyy-mm-dd hh:mm:ss", "2023-12-31 12:00:00"),
    (45291.75, "h:mm AM/PM", "6:00 PM"),
    (45291.75, "上午/下午h:mm", "下午6:00"),
    (45291, "mmm-yy", "Dec-23"),
    (1.5, "[h]:mm", "36:00"),
    (-1, "yyyy/m/d", "-1"),
    (0.25, "# ?/?", "0.25"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_as_excel_shows_it(value: float, code: str, shown: str) -> None:
    assert as_shown(value, code) == shown


def test_dates_may_count_from_1904() -> None:
    assert as_shown(43829, "yyyy/m/d", since_1904=True) == "2023/12/31"


def test_chinese_dates_that_files_name_by_number() -> None:
    assert as_shown(45291, BUILT_IN[57]) == "2023年12月"
    assert as_shown(45291, BUILT_IN[31]) == "2023年12月31日"
    assert as_shown(0.5, BUILT_IN[10]) == "50.00%"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (100 / 3, "33.33333333"),
        (1e14, "100000000000000"),
        (1e-7, "0.0000001"),
        (-2241000.5, "-2241000.5"),
        (Decimal("1.10"), "1.1"),
        (math.inf, ""),
    ],
)
def test_without_a_format(value: float, shown: str) -> None:
    assert plain(value) == shown


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=40))
def test_no_code_breaks_it(value: float, code: str) -> None:
    assert isinstance(as_shown(value, code), str)


@given(st.floats(-1e12, 1e12), st.text(alphabet='0#?,.%;"万_*[]!\\-ymdhs@E+/', max_size=20))
def test_no_likely_code_breaks_it(value: float, code: str) -> None:
    assert isinstance(as_shown(value, code), str)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_money_keeps_its_value(value: Decimal) -> None:
    shown = as_shown(float(value), "#,##0.00")
    assert Decimal(shown.replace(",", "")) == value
