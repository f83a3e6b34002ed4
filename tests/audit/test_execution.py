"""Rates of execution, reasons, claims of completion."""

import pytest

SOUND = [
    "全年预算数为5620万元，执行数为5480.5万元，完成预算的97.5%。",
    "年初预算为560万元，支出决算为605.4万元，完成年初预算的108.11%，主要原因是人员增加追加预算。",
    "项目到位资金1500万元，资金到位率100%；实际支出1432.75万元，预算执行率95.52%。",
    "年初预算500万元，调整预算520万元，实际支出494万元，预算执行率95%。",
    "年初预算为80万元。支出决算为64万元，完成年初预算的80%，未完成的原因是项目结转下年。",
    "预算100万元，实际支出70万元。执行率偏低的原因是受疫情影响，部分活动未开展。",
    "预算100万元，实际支出98万元，各项工作完成率100%。",
    "按预算批复资金实施，预算100万元，实际支出100万元。项目资金支出完成率为100%。",
    "预算100万元，到位80万元，资金到位率80%。",
    "预算1680万元，财政实际拨付1512万元；实际支出1496.88万元，预算执行率为99%，原因是压减支出。",
    "“三公”经费预算为18.5万元，支出决算为15.26万元，完成预算的82.49%。其中：公务用车支出10.8万元，完成预算的90%。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_execution_stays_silent(loud, text):
    assert loud(text) == []


FAULTS = [
    (
        "全年预算数为5620万元，执行数为5480.5万元，完成预算的98.5%。",
        ("error", "execution-rate-mismatch", "97.5%", "98.5%"),
    ),
    (
        "项目预算1500万元，到位资金1400万元，资金到位率95%。",
        ("error", "execution-rate-mismatch", "93.3%", "95%"),
    ),
    (
        "年初预算213.28万元，实际支出703.45万元。",
        ("warning", "execution-rate-unexplained", "90%～105%", "329.82%"),
    ),
    (
        "工作经费预算487万元，实际支出483.3万元。\n项目均按预算批复资金实施完成，完成率为100%。",
        ("warning", "completion-claim-contradicted", "99.24%", "100%"),
    ),
]


@pytest.mark.parametrize(("text", "finding"), FAULTS)
def test_wrong_execution_is_found(loud, text, finding):
    assert loud(text) == [finding]


def test_two_series_make_two_pairs(loud):
    text = "年初预算分别为259.25万元、206.4万元；实际支出分别为392.66万元、148.74万元。"
    (finding,) = loud(text)
    assert finding[1:] == ("execution-rate-unexplained", "90%～105%", "151.46%、72.06%")
