"""Redaction: what is personal never leaves, what counts always does, and all of it comes back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_persons import STYLES, UNSEEN, Invented, invented, ordinary
from linear import LINEAR, growth, repeated

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
    ("负责人\t王建国\t电话", "王建国"),
    ("负 责 人：王建国", "王建国"),
    ("负责人为王建国，", "王建国"),
    ("负责人：王建国、李秀英", "李秀英"),
    ("項目負責人：陳秀英", "陳秀英"),
    ("联系人：Wang Jianguo", "Wang Jianguo"),
    ("联系人：wang jianguo，", "wang jianguo"),
    ("专家：John Smith 教授", "John Smith"),
    ("审核人：阿卜杜拉·买买提", "阿卜杜拉·买买提"),
    ("王建国当选县人大代表", "王建国"),
    ("向困难群众李秀英发放救助金", "李秀英"),
    ("村民王建国与李秀英达成协议", "李秀英"),
    ("王建国局长带队", "王建国"),
    ("李秀英主任主持会议", "李秀英"),
    ("王建国、李秀英、赵敏等同志参加", "赵敏"),
    ("局长：王建国\n2023年3月1日", "王建国"),
    ("王建国，男，汉族", "王建国"),
    ("1975年3月2日出生", "1975年3月2日"),
    ("出生日期：1975-03-02", "1975-03-02"),
    ("生于一九七五年三月", "一九七五年三月"),
    ("登录地址172.16.254.1", "172.16.254.1"),
    ("IPv6地址2001:db8::8a2e:370:7334", "2001:db8::8a2e:370:7334"),
    ("身份证号４３０１０２１９９００１０１１２３４", "４３０１０２１９９００１０１１２３４"),
    ("身份证4301 0219 9001 0112 34", "4301 0219 9001 0112 34"),
    ("身份证430102 19900101 1234", "430102 19900101 1234"),
    ("身份证号码430102900101123", "430102900101123"),
    ("138 123 45678", "138 123 45678"),
    ("008613812345678", "008613812345678"),
    ("+86 138-1234-5678", "+86 138-1234-5678"),
    ("手机１３８１２３４５６７８", "１３８１２３４５６７８"),
    ("卡号６２２２０２１２３４５６７８９０１２８", "６２２２０２１２３４５６７８９０１２８"),
    ("湘A·12345", "湘A·12345"),
    ("住址：某市某区幸福路12号3栋502室，", "某市某区幸福路12号3栋502室"),
    ("家住青石镇桃花村7组，", "青石镇桃花村7组"),
    ("护照号E12345678", "E12345678"),
    ("微信号：wxid_abc123", "wxid_abc123"),
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
    "135 1200 3400 2800",
    "135\n1200\n3400\n",
    "3.1.2.1 预算执行情况",
    "项目编码430102202201010",
    "群众安全感提升",
    "安全生产、文明创建、和谐社区",
    "会计师一般要求具有中级职称",
    "20余家企业",
    "向困难群众发放救助金12万元",
    "王府井社区、李家湾村、白沙中学",
    "北京金山软件有限公司",
    "周大福珠宝有限公司、平安保险公司承保",
    "由高新区管委会牵头",
    "石家庄市、马鞍山市、金华市",
    "苏财行〔2017〕44号",
    "新A12栋楼外墙",
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_personal_data_is_replaced_and_comes_back(text: str, secret: str) -> None:
    redaction = Redaction(text)
    hidden = redaction.cut(0, len(text))
    assert secret not in hidden
    assert "【" in hidden
    assert "".join(redaction.restore(hidden).split()) == "".join(text.split())
    assert leaks([{"content": hidden}]) == []


@pytest.mark.parametrize(
    "text",
    [
        "联系人：王建国",
        "负责人\t王建国",
        "手机13812345678",
        "身份证430102 19900101 1234",
        "卡号6222021234567890128",
        "zhang.san@hn.gov.cn",
        "家住青石镇桃花村7组，",
        "1975年3月2日出生",
        "湘A·12345",
        "172.16.254.1",
    ],
)
def test_what_is_sure_stops_the_call(text: str) -> None:
    assert leaks([{"content": f"[1] {text}"}])


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


def leaked(sentences: Iterable[Invented]) -> tuple[int, int, int, int]:
    """Secrets that are still there, secrets, what was to stay and did not, what was to stay."""
    gone = secrets = hurt = kept = 0
    for sentence in sentences:
        hidden = Redaction(sentence.text).cut(0, len(sentence.text))
        gone += sum(secret in hidden for secret in sentence.secrets)
        hurt += sum(words not in hidden for words in sentence.kept)
        secrets, kept = secrets + len(sentence.secrets), kept + len(sentence.kept)
    return gone, secrets, hurt, kept


@pytest.mark.parametrize(("styles", "unusual"), [(STYLES, False), (UNSEEN, True)])
def test_of_invented_persons_one_in_a_hundred_is_missed(styles: list[str], unusual: bool) -> None:
    gone, secrets, hurt, kept = leaked(invented(styles, 1020, 20_261_130, unusual=unusual))
    assert secrets > 1400
    assert gone <= secrets / 100
    assert hurt <= kept / 100


def test_numbers_never_leave() -> None:
    for sentence in invented([*STYLES, *UNSEEN], 1360, 7, unusual=True):
        hidden = Redaction(sentence.text).cut(0, len(sentence.text))
        for secret in sentence.secrets:
            assert not (sum(mark.isdigit() for mark in secret) > 5 and secret in hidden)


def test_where_nobody_is_named_nothing_is_hidden() -> None:
    _, _, hurt, kept = leaked(ordinary(1000, 3))
    assert kept == 1000
    assert hurt <= 10


@pytest.mark.parametrize(
    "part",
    [
        *("a", "a.", "a@b.", "@", "1", "1 ", "1:", "138 1234 5678 ", "王", "王建国、", "负责人"),
        *("负责人：王建国、", "组长\t文组长\t", "出生", "湘A", "买·", "(", "电话", "王 \n", "\n"),
    ],
)
def test_time_grows_with_the_length(part: str) -> None:
    assert growth(lambda size: Redaction(repeated(part, size)).spans, 3_000) <= LINEAR


@given(st.text(alphabet="王李负责人联系电话：，。\n 13812345678元万【】_人名01@a.c", max_size=60))
def test_what_is_hidden_comes_back(text: str) -> None:
    redaction = Redaction(text)
    if "【" in text:
        return
    back = redaction.restore(redaction.cut(0, len(text)))
    assert "".join(back.split()) == "".join(text.split())
