"""Outlines through broken, lost and doubled numbering; one line per case: level and words."""

from __future__ import annotations

import pytest

from summarizer.readers.headings import headings
from summarizer.readers.lines import lines
from summarizer.readers.numbering import marker

MARKERS = {
    "二、": ("chinese", 2),
    "十二．": ("chinese", 12),
    "一 基本": ("chinese", 1),
    "（三）": ("chinese_bracket", 3),
    "(三)": ("chinese_bracket", 3),
    "㈡": ("chinese_bracket", 2),
    "3、 ": ("arabic", 3),
    "3.甲": ("arabic_dot", 3),
    "1.2022年目标": ("arabic_dot", 1),
    "⒊": ("arabic_dot", 3),
    "（4）": ("arabic_bracket", 4),
    "4)": ("arabic_bracket", 4),
    "⑷": ("arabic_bracket", 4),
    "⑤": ("circled", 5),
    "2.1 产出": ("decimal2", 1),
    "2.1.3产出": ("decimal3", 3),
    "第二部分": ("part", 2),
    "附件3：": ("annex", 3),
}
NO_MARKERS = [
    "3.2万余册",
    "2022年",
    "1,250人",
    "12345热线",
    "三是",
    "一方面",
    "1.5公里",
    "3-5次",
    "99.8%",
]

# A text, and its outline: as many points as the level, then the words.
OUTLINES = {
    "broken-automatic-numbers": (
        "一、概况\n甲。\n2、 支出情况\n乙。\n3、 绩效情况\n丙。\n四、问题\n丁。",
        ". 一、概况|. 2、 支出情况|. 3、 绩效情况|. 四、问题",
    ),
    "arabic-for-chinese-brackets": (
        "一、概况\n（一）职能\n甲。\n（2） 机构\n乙。\n（三）人员\n丙。",
        ". 一、概况|.. （一）职能|.. （2） 机构|.. （三）人员",
    ),
    "one-style-on-two-levels": (
        "1、 概况\n甲。\n2、 绩效情况\n1. 产出情况\n乙。\n2. 效益情况\n丙。\n3、 问题\n丁。",
        ". 1、 概况|. 2、 绩效情况|.. 1. 产出情况|.. 2. 效益情况|. 3、 问题",
    ),
    "lost-numbers": (
        "（一）过程\n1.前期准备\n甲。\n组织实施\n乙。\n分析评价\n丙。\n（二）结论\n丁。",
        ". （一）过程|.. 1.前期准备|.. 组织实施|.. 分析评价|. （二）结论",
    ),
    "a-lost-number-between-two": (
        "（一）资金\n1.到位情况\n甲。\n使用情况\n乙。\n3.管理情况\n丙。",
        ". （一）资金|.. 1.到位情况|.. 使用情况|.. 3.管理情况",
    ),
    "a-lost-number-over-an-inner-level": (
        "1.经济性分析\n（1）控制情况\n甲。\n（2）节约情况\n乙。\n效率性分析\n（1）实施进度\n丙。",
        ". 1.经济性分析|.. （1）控制情况|.. （2）节约情况|. 效率性分析|.. （1）实施进度",
    ),
    "run-in": (
        "二、存在的问题\n（一）预算编制不够精准。测算不细。\n（二）进度偏慢：征地滞后，开工晚。",
        ". 二、存在的问题|.. （一）预算编制不够精准|.. （二）进度偏慢",
    ),
    "run-in-projects": (
        "三、目标\n（1）城市管理：①产出指标：完成4次整治；②满意度大于等于90%。",
        ". 三、目标|.. （1）城市管理",
    ),
    "numbered-sentences-are-none": (
        "四、措施\n1.加强指导，明确责任人；\n2.适时开展培训，提高认识；\n3.精准预算。",
        ". 四、措施",
    ),
    "figures-are-none": (
        "四、成效\n1、开展培训20场次\n2、办公室经费49万元，负责统筹\n完成。",
        ". 四、成效",
    ),
    "figures-of-any-unit-are-none": (
        "四、成效\n1.新增绿地50亩\n2.铺设管道300米\n3.惠及3座乡镇\n（1）2022 部门预算情况\n甲。",
        ". 四、成效|.. （1）2022 部门预算情况",
    ),
    "scores-may-stand-in-headings": (
        "二、绩效分析\n（一）决策（20分，得分18.5分）\n甲。\n（二）产出（35分，得分29.7分）\n乙。",
        ". 二、绩效分析|.. （一）决策（20分，得分18.5分）|.. （二）产出（35分，得分29.7分）",
    ),
    "a-list-of-short-lines-is-none": (
        "三、职责\n1.统筹区域发展\n2.组织公共服务\n3.维护公共安全\n以上为主要职责。",
        ". 三、职责",
    ),
    "parts-and-decimals": (
        "第一部分 概况\n一、职能\n甲。\n第二部分 说明\n1 收入情况\n1.1 总体\n乙。\n1.2 结构\n丙。",
        ". 第一部分 概况|.. 一、职能|. 第二部分 说明|.. 1 收入情况|... 1.1 总体|... 1.2 结构",
    ),
    "no-number-at-all": (
        "项目概况\n投资1200万元。\n绩效目标完成情况\n完成12公里。\n存在的问题\n进度慢。",
        ". 项目概况|. 绩效目标完成情况|. 存在的问题",
    ),
    "annex-after-the-report": (
        "附件1\n一、概况\n甲。\n（一）职能\n乙。\n附件2：自评表\n丙。",
        ". 一、概况|.. （一）职能|. 附件2：自评表",
    ),
    "a-table-in-the-middle-ends-with-the-next-number": (
        "三、完成情况\n（一）产出\n甲。\n附表：\n乙。\n四、问题\n（一）预算\n丙。\n五、措施\n丁。",
        ". 三、完成情况|.. （一）产出|. 附表：|. 四、问题|.. （一）预算|. 五、措施",
    ),
    "an-annex-with-an-outline-of-its-own": (
        "一、概况\n甲。\n二、问题\n乙。\n附件1：\n一、表\n丙。\n二、图\n丁。\n三、单\n戊。",
        ". 一、概况|. 二、问题|. 附件1：|.. 一、表|.. 二、图|.. 三、单",
    ),
    "a-sentence-ends-its-headed-sibling": (
        "三、问题\n1.预算不细。测算依据不足。\n2.指标设置不科学，量化不高。\n四、措施\n甲。",
        ". 三、问题|.. 1.预算不细|.. |. 四、措施",
    ),
    "long-headings": (
        "（一）部门整体支出绩效目标，区级专项资金绩效目标、其他项目支出（除专项以外）绩效目标\n甲。",
        ". （一）部门整体支出绩效目标，区级专项资金绩效目标、其他项目支出（除专项以外）绩效目标",
    ),
}


@pytest.mark.parametrize(("words", "expected"), MARKERS.items(), ids=MARKERS)
def test_numbers_in_front(words: str, expected: tuple[str, int]) -> None:
    found = marker(words + "工作情况")
    assert found is not None
    assert (found.style, found.number) == expected


@pytest.mark.parametrize("words", NO_MARKERS)
def test_what_is_no_number_in_front(words: str) -> None:
    assert marker(words) is None


@pytest.mark.parametrize(("text", "expected"), OUTLINES.values(), ids=OUTLINES)
def test_outline(text: str, expected: str) -> None:
    found = headings(lines(text), set())
    outline = "|".join(f"{'.' * one.level} {text[one.start : one.end]}" for one in found)
    assert outline == expected
