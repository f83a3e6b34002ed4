"""Redaction: what is personal never leaves, what counts always does, and all of it comes back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.llm.redaction import Redaction, leaks

HIDDEN = [
    ("项目负责人：王建国", "王建国"),
    ("联系人： 李 明", "李 明"),
    ("填报人（签字）：欧阳静", "欧阳静"),
    ("审核人:赵敏 日期", "赵敏"),
    ("信访人刘桂芳反映问题", "刘桂芳"),
    ("对居民陈秀英因病致困", "陈秀英"),
    ("由党工委书记周海涛带队检查", "周海涛"),
    ("副主任孙伟等同志参加", "孙伟"),
    ("何志强同志为第一责任人", "何志强"),
    ("手机13812345678", "13812345678"),
    ("手机138-1234-5678", "138-1234-5678"),
    ("手机138 1234\n5678", "138 1234\n5678"),
    ("电话0731-84567890", "0731-84567890"),
    ("电话（010）62345678", "（010）62345678"),
    ("联系电话：84567890", "84567890"),
    ("邮箱 zhang.san@hn.gov.cn", "zhang.san@hn.gov.cn"),
    ("身份证号430102199001011234", "430102199001011234"),
    ("身份证号43010219900101123X", "43010219900101123X"),
    ("卡号6222021234567890128", "6222021234567890128"),
    ("卡号6222 0212 3456 7890 128", "6222 0212 3456 7890 128"),
]
KEPT = [
    "资金13812345678元",
    "共138123456789件",
    "补助1,250.5万元",
    "受理12345热线工单8600件",
    "主任高度重视",
    "居民安全、群众满意",
    "完成程序，共有9名",
    "支出2021-2022年1,234,567.89元",
    "文号〔2020〕10号",
    "项目编码4301022022010100",
    "面积86.5万平方米",
    "2022年1月1日至2022年12月31日",
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_personal_data_is_replaced_and_comes_back(text: str, secret: str) -> None:
    redaction = Redaction(text)
    hidden = redaction.cut(0, len(text))
    assert secret not in hidden
    assert "【" in hidden
    assert redaction.restore(hidden).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert leaks([{"content": hidden}]) == []
    assert leaks([{"content": text}])


@pytest.mark.parametrize("text", KEPT)
def test_amounts_counts_and_words_are_never_touched(text: str) -> None:
    assert Redaction(text).cut(0, len(text)) == text


def test_the_same_value_has_the_same_token_everywhere() -> None:
    text = "信访人刘桂芳反映问题。刘桂芳已获补助2,000元。联系人：张伟。"
    redaction = Redaction(text)
    assert redaction.cut(0, len(text)) == (
        "信访人【人名_01】反映问题。【人名_01】已获补助2,000元。联系人：【人名_02】。"
    )
    assert redaction.hide("刘桂芳补助") == "【人名_01】补助"


def test_a_slice_knows_the_tokens_of_the_whole() -> None:
    text = "联系人：张伟\n信访人刘桂芳反映\n电话13812345678"
    redaction = Redaction(text)
    second = text.index("信访人")
    assert redaction.cut(second, len(text)) == "信访人【人名_02】反映\n电话【电话_01】"
    middle = text.index("1381") + 4
    assert redaction.cut(middle, len(text)) == "【电话_01】"


def test_an_unknown_token_stays() -> None:
    assert Redaction("联系人：张伟").restore("【人名_01】与【人名_07】") == "张伟与【人名_07】"


def test_words_of_the_house_are_hidden_too() -> None:
    text = "绿荫小区改造投入3万元"
    assert Redaction(text, ("绿荫小区",)).cut(0, len(text)) == "【词_01】改造投入3万元"


SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程"
GIVEN = "建国志强桂芳秀英海涛丽华明军红霞伟敏静磊洋艳勇杰娟涛"
LABELS = ["负责人：", "项目负责人：", "联系人：", "填报人：", "审核人：", "法定代表人："]


def test_labelled_names_and_numbers_never_leave_five_thousand_prompts() -> None:
    pick = random.Random(20_261_120)
    missed = {"name": 0, "number": 0}
    for _ in range(5_000):
        name = pick.choice(SURNAMES) + "".join(pick.choices(GIVEN, k=pick.choice([1, 2])))
        phone = f"1{pick.choice('3578')}{pick.randrange(10**9):09d}"
        card = f"{pick.randrange(110000, 659000)}19{pick.randrange(50, 99)}0{pick.randrange(1, 9)}"
        card += f"1{pick.randrange(10)}{pick.randrange(1000):03d}{pick.choice('0123456789X')}"
        amount = f"{pick.randrange(1, 10**6)}.{pick.randrange(10, 99)}万元"
        text = f"{pick.choice(LABELS)}{name}，电话{phone}，证件{card}，经费{amount}。"
        hidden = Redaction(text).cut(0, len(text))
        missed["name"] += name in hidden
        missed["number"] += phone in hidden or card in hidden
        assert amount in hidden
    assert missed["number"] == 0
    assert missed["name"] <= 50


@given(st.text(alphabet="王李负责人联系电话：，。\n 13812345678元万【】_人名01@a.c", max_size=60))
def test_what_is_hidden_comes_back(text: str) -> None:
    redaction = Redaction(text)
    if "【" in text:
        return
    back = redaction.restore(redaction.cut(0, len(text)))
    assert "".join(back.split()) == "".join(text.split())
