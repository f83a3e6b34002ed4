"""Parts against their whole."""

import pytest

SOUND = [
    # complete lists
    "部门支出总计2386.42万元，其中：基本支出1102.58万元；项目支出1195.31万元；年末结转和结余88.53万元。",
    # what one of many costs has no parts
    "总投资5250万元，亩均投资1500元，其中中央资金3675万元、省级资金1050万元、县级配套525万元。",
    "项目支出1200万元，其中：道路养护700万元，绿化提升300万元，环卫作业200万元。",
    "年末实有人数142人，其中：行政人员38人，参公人员22人，事业人员82人。",
    "全年投入资金86.5万元，分别为培训经费36.5万元、设备购置50万元。",
    "建设项目总投资3600万元（中央资金2000万元、省级资金1000万元、自筹600万元）。",
    "政府采购支出总额412.6万元，其中：货物支出210.4万元、工程支出120万元、服务支出82.2万元。",
    "摸排房屋265栋，存在隐患89栋，其中一般隐患14栋、较大隐患65栋、重大隐患10栋（含9栋危房）。",
    # the whole stands in the sentence before, with a comparison between
    "项目支出500万元，比上年减少20万元，下降3.85%；原因是压减开支。其中甲支出300万元，用于巡查；乙支出200万元。",
    # a nested list, and a list that goes on after ；
    "总支出100万元，其中人员经费60万元，其中工资50万元；公用经费40万元。",
    # partial lists
    "实有在职干部59人（含编外5人、转业士官3人、大学生1人）。",
    "净增企业688家（新增限上企业3家，新增“四上”企业4家）。",
    "收到捐赠物资120件，其中棉被35件、大衣20件等。",
    "培训620人次，其中乡镇卫生院320人次。",
    "下达资金290万元，分为中央202万元、市级88万元，其中150万元纳入评价。",
    # the third item does not belong to the five
    "新增企业5家，其中服务业1家、商贸业4家、成功报关企业3家，净增市场主体660家。",
    # other measures follow the list
    "预算总额100万元，其中财政拨款80万元，自筹20万元，实际支出95万元。",
    "预算总额100万元，其中财政拨款80万元，实际支出95万元，结余5万元。",
    "共有党员1126名（农村党员856名、女党员235名、青年党员148名）。",
    # units differ
    "拆除违法建筑35栋共计3037.77平方米，其中甲类300平方米。",
    "为1805名（506户）群众发放补助。",
    "开展活动5次，参加人员100人，其中党员45人。",
    # hedged figures prove nothing
    "清理垃圾约100吨，其中生活垃圾70余吨、建筑垃圾50余吨。",
    # values under 分别 are no parts of each other
    "年初预算分别为259.25万元、206.4万元；实际支出分别为259.25万元、206.4万元。",
    # totals behind their parts
    "甲类补助12.5万元，乙类补助7.5万元，合计20万元。",
    "本年拨付100万元，用于设备20万元、培训30万元，共计50万元。",
    "协助26家企业获得补助，共计732万元；为19家企业返还经费45.62万元；帮助6家企业获得奖励，共计23万元。",
    "处理案件22起、相关案件15起，共计罚款113610元。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_sums_stay_silent(loud, text):
    assert loud(text) == []


FAULTS = [
    (
        "项目支出1200万元，其中：道路养护700万元，绿化提升300万元，环卫作业250万元。",
        ("error", "parts-exceed-whole", "1250万元", "1200万元"),
    ),
    (
        "年末实有人数142人，其中：行政人员38人，参公人员22人，事业人员80人。",
        ("warning", "sum-mismatch", "140人", "142人"),
    ),
    (
        "全年投入资金86.5万元，分别为培训经费35.5万元、设备购置50万元。",
        ("error", "sum-mismatch", "85.5万元", "86.5万元"),
    ),
    (
        "建设项目总投资3600万元（中央资金2000万元、省级资金1100万元、自筹600万元）。",
        ("error", "parts-exceed-whole", "3700万元", "3600万元"),
    ),
    (
        "培训620人次，其中乡镇卫生院人员720人次。",
        ("error", "part-exceeds-whole", "≤620人次", "720人次"),
    ),
    (
        "甲类补助12.5万元，乙类补助7.5万元，合计30万元。",
        ("error", "sum-mismatch", "20万元", "30万元"),
    ),
    (
        "摸排房屋265栋，存在隐患89栋，其中一般隐患14栋、较大隐患67栋、重大隐患10栋。",
        ("warning", "parts-exceed-whole", "91栋", "89栋"),
    ),
]


@pytest.mark.parametrize(("text", "finding"), FAULTS)
def test_wrong_sums_are_found(loud, text, finding):
    assert loud(text) == [finding]


def test_rounding_is_a_fact_and_no_fault(audited):
    text = "项目支出2357.53万元，其中甲支出1303.5万元，乙支出816.04万元，丙支出238万元。"
    (finding,) = audited(text)
    assert (finding.severity, finding.code) == ("info", "sum-rounding")
    assert (finding.expected, finding.stated) == ("2357.54万元", "2357.53万元")


def test_tolerance_grows_with_the_number_of_parts(loud):
    parts = "、".join(f"项目{name}10.01万元" for name in "甲乙丙丁")
    assert loud(f"支出40.06万元，其中{parts}。") == []
    assert [code for _, code, *_ in loud(f"支出40.01万元，其中{parts}。")] == ["parts-exceed-whole"]


def test_a_message_quotes_both_sides(audited):
    (finding,) = audited("甲类补助12.5万元，乙类补助7.5万元，合计30万元。")
    for words in ("12.5万元", "7.5万元", "20万元", "合计30万元", "相差10万元"):
        assert words in finding.message
    assert [span.quote for span in finding.evidence] == [
        "合计30万元",
        "甲类补助12.5万元",
        "乙类补助7.5万元",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "财政涉农资金303万元，其中项目管理费3万元，目前项目资金已拨付270万元。",
        "共239万元，其中上级179.25万元，本级59.75万元，包括水电费等，没有用于人员，三、共安排87.06万元。",
        "财政授权支付41,494.78元，财政授权支付35,000.00元，合计5,859,700.00元。",
    ],
)
def test_what_is_no_list_of_parts(loud, text):
    assert loud(text) == []


def test_a_list_may_not_end_between_two_names(loud):
    text = "共设指标33个，包括25个数量指标、4个质量指标、4个时效指标、2个满意度指标。"
    assert loud(text) == [("warning", "parts-exceed-whole", "35个", "33个")]
