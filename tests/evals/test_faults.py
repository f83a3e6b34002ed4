"""Planted faults: identities are found in plain numbers; what is planted is one wrong figure."""

from decimal import Decimal

import pytest

from evals.faults import altered, identities, numbers_in, text_faults

LINE = (
    "2023年预算500.00万元，其中甲项目320.50万元、乙项目179.50万元，支出450.25万元，执行率90.05%。"
)


def kinds(line):
    return {(kind, str(one.value)) for kind, one, _ in identities(numbers_in(line))}


def test_a_sum_and_a_rate_are_found():
    assert {("sum", "500.00"), ("rate", "90.05")} <= kinds(LINE)


@pytest.mark.parametrize(
    "line", ["预算500.00万元，支出450.25万元，执行率91.07%。", "共12户，34人，56%。"]
)
def test_numbers_that_give_nothing_are_left_alone(line):
    assert kinds(line) == set()


def test_a_change_is_found():
    line = "收入792.22万元，比上年增加189.25万元，增长31.39%。"
    assert ("growth", "31.39") in kinds(line)


@pytest.mark.parametrize("printed", ["259.25", "1,250.5", "100", "97.5"])
@pytest.mark.parametrize("seed", range(4))
def test_an_altered_number_is_another_of_the_same_length(printed, seed):
    changed = altered(printed, seed)
    assert len(changed) == len(printed)
    assert Decimal(changed.replace(",", "")) != Decimal(printed.replace(",", ""))


def test_a_fault_alters_one_number_at_its_place():
    faults = list(text_faults("x", "头一行。\n" + LINE))
    assert faults
    for fault in faults:
        assert fault.text[fault.start :].startswith(fault.new)
        restored = (
            fault.text[: fault.start] + fault.old + fault.text[fault.start + len(fault.new) :]
        )
        assert restored == "头一行。\n" + LINE
