"""Figures and end states of result sentences."""

from __future__ import annotations

import pytest
from rules_support import extract

# A sentence and what it states: subject, metric, figure ("" for none).
CASES = {
    "全县共完成造林绿化面积3.6万亩，占年度任务的120%，森林覆盖率达58.3%。": [
        ("全县", "造林绿化面积", "3.6万亩"),
        ("全县", "造林绿化面积占年度任务", "120%"),
        ("全县", "森林覆盖率", "58.3%"),
    ],
    "新建幼儿园12所，新增学位3240个，毛入园率达到91.5%，较上年提高1.2个百分点。": [
        ("", "新建幼儿园", "12所"),
        ("", "新增学位", "3240个"),
        ("", "毛入园率", "91.5%"),
        ("", "毛入园率较上年提高", "1.2个百分点"),
    ],
    "全年共受理行政审批事项1.3万件，办结1.29万件，办结率99.2%。": [
        ("", "受理行政审批事项", "1.3万件"),
        ("", "办结行政审批事项", "1.29万件"),
        ("", "行政审批事项办结率", "99.2%"),
    ],
    "开展消防安全培训32场次，发放宣传手册1.2万册。": [
        ("", "消防安全培训", "32场次"),
        ("", "发放宣传手册", "1.2万册"),
    ],
    "核定编制63人，2021 年末在职57人；对照指标体系自评96分；项目平均88.9分。": [
        ("", "核定编制", "63人"),
        ("", "年末在职", "57人"),
        ("", "对照指标体系自评", "96分"),
        ("", "项目平均", "88.9分"),
    ],
    "荣溪区、梁水区等16个区县评价等次为“优”。": [("", "区县评价等次为“优”", "16个")],
    "帮扶城市特殊困难群体63户12.74万元。": [
        ("", "帮扶城市特殊困难群体", "63户"),
        ("", "帮扶城市特殊困难群体金额", "12.74万元"),
    ],
    "粮食播种面积86.3万亩，总产量35.8万吨，分别比上年增长1.2%、2.3%。": [
        ("", "粮食播种面积", "86.3万亩"),
        ("", "总产量", "35.8万吨"),
        ("", "粮食播种面积比上年增长", "1.2%"),
        ("", "总产量比上年增长", "2.3%"),
    ],
    "组织培训32期，生产安全事故起数、死亡人数同比分别下降12.5%和20%。": [
        ("", "组织培训", "32期"),
        ("", "生产安全事故起数同比下降", "12.5%"),
        ("", "死亡人数同比下降", "20%"),
    ],
    "农村公路优良中等路率由81.5%提高到86.2%。": [
        ("", "农村公路优良中等路率", "81.5%"),
        ("", "农村公路优良中等路率", "86.2%"),
    ],
    "公共服务项目、城市管理项目年初预算分别为259.25万元、206.4万元。": [
        ("公共服务项目", "年初预算", "259.25万元"),
        ("城市管理项目", "年初预算", "206.4万元"),
    ],
    "我院门急诊总量58.63万人次，门诊次均费用238.6元，同比下降2.1%。": [
        ("我院", "门急诊总量", "58.63万人次"),
        ("我院", "门诊次均费用", "238.6元"),
        ("我院", "门诊次均费用同比下降", "2.1%"),
    ],
    "治理河道13.4公里，新建堤防9.1公里，分别占总任务的72.4%、74%。": [
        ("", "治理河道", "13.4公里"),
        ("", "新建堤防", "9.1公里"),
        ("", "治理河道占总任务", "72.4%"),
        ("", "新建堤防占总任务", "74%"),
    ],
    "两家中心床位使用率分别为43%和51%。": [
        ("", "两家中心床位使用率", "43%"),
        ("", "两家中心床位使用率", "51%"),
    ],
    "经费支出9.82万元，完成预算的59.5%。较上年减少1.36万元，下降12.2%。": [
        ("", "经费支出", "9.82万元"),
        ("", "经费支出完成预算", "59.5%"),
        ("", "经费支出较上年减少", "1.36万元"),
        ("", "经费支出下降", "12.2%"),
    ],
    "政府采购预算420万元，实际采购386.5万元。": [
        ("", "政府采购预算", "420万元"),
        ("", "实际采购", "386.5万元"),
    ],
    "县级配套资金应到位4600万元，实际到位1200万元，到位率仅26.09%。": [
        ("县级配套资金", "应到位", "4600万元"),
        ("县级配套资金", "实际到位", "1200万元"),
        ("县级配套资金", "到位率", "26.09%"),
    ],
    "新认定高新技术企业136家，总数达658家。": [
        ("", "新认定高新技术企业", "136家"),
        ("", "高新技术企业总数", "658家"),
    ],
    "对420名老人进行问卷调查；对28名家属进行访谈。": [
        ("", "老人问卷调查", "420名"),
        ("", "家属访谈", "28名"),
    ],
    "专项收入320万元，仅为预测收入1200万元的26.67%。": [
        ("", "专项收入", "320万元"),
        ("", "专项收入仅为预测收入", "26.67%"),
    ],
    "全市分两批下达资金500万元，人均经费1696元，低于全省2000元的标准。": [
        ("全市", "分两批下达资金", "500万元"),
        ("全市", "人均经费", "1696元"),
    ],
    "发生火灾1起，过火面积2.3亩，较上年减少2起。": [
        ("", "发生火灾", "1起"),
        ("", "过火面积", "2.3亩"),
        ("", "发生火灾较上年减少", "2起"),
    ],
    "项目资金：580万元（中央资金400万元，市级配套180万元）。": [
        ("", "项目资金", "580万元"),
        ("", "中央资金", "400万元"),
        ("", "市级配套", "180万元"),
    ],
    "中央资金80万元、省级资金20万元，共计100万元。": [
        ("", "中央资金", "80万元"),
        ("", "省级资金", "20万元"),
        ("", "资金合计", "100万元"),
    ],
    "牛、羊饲养量分别达到12万头、83万只。": [
        ("牛", "饲养量", "12万头"),
        ("羊", "饲养量", "83万只"),
    ],
    "平均住院日8.2天，较上年缩短0.4天，故障平均响应时间18分钟。": [
        ("", "平均住院日", "8.2天"),
        ("", "平均住院日较上年缩短", "0.4天"),
        ("", "故障平均响应时间", "18分钟"),
    ],
    "产业类项目46个，投入资金7845万元，占比61%。": [
        ("", "产业类项目", "46个"),
        ("", "投入资金", "7845万元"),
        ("", "投入资金占比", "61%"),
    ],
    "公益性岗位补贴标准每人每月500元。": [("", "公益性岗位补贴标准", "500元")],
    "收入超过10万元的村达到86个。": [("", "收入超过10万元的村", "86个")],
    "发现违建236处，拆除218处，面积3.68万平方米。": [
        ("", "发现违建", "236处"),
        ("", "拆除违建", "218处"),
        ("", "违建面积", "3.68万平方米"),
    ],
    "公务费支出58.62万元，比预算数70万元减少11.38万元。": [
        ("", "公务费支出", "58.62万元"),
        ("", "公务费支出比预算数减少", "11.38万元"),
    ],
    "本年实际完成投资1.2亿元，占年度计划1亿元的120%。": [
        ("", "完成投资", "1.2亿元"),
        ("", "完成投资占年度计划", "120%"),
    ],
    "产出指标50分得47分。": [("", "产出指标得", "47分")],
    "审批时限由15天压缩至5天，平均住院日7.2天。": [
        ("", "审批时限", "15天"),
        ("", "审批时限", "5天"),
        ("", "平均住院日", "7.2天"),
    ],
    "完成河道治理8.6公里，完成年度目标的107.5%。": [
        ("", "河道治理", "8.6公里"),
        ("", "河道治理完成年度目标", "107.5%"),
    ],
    "化肥使用量较项目实施前减少12%。": [("", "化肥使用量较项目实施前减少", "12%")],
    "办结率、群众满意率100%。": [("", "办结率", "100%"), ("", "群众满意率", "100%")],
    "筹集资金300余万元完成桃园小区提质改造工程。": [
        ("", "筹集资金", "300余万元"),
        ("桃园小区", "完成提质改造工程", ""),
    ],
}


@pytest.mark.parametrize("sentence", CASES, ids=lambda sentence: sentence[:12])
def test_a_sentence_gives_one_draft_per_figure(sentence: str) -> None:
    found = extract(sentence).results
    assert [(r.subject or "", r.metric, r.figure or "") for r in found] == CASES[sentence]


def test_an_expectation_ends_at_a_semicolon() -> None:
    found = extract("预计全年GDP增长8%，完成财税收入2.9亿元；完成固定资产投资14.0亿元。").results
    assert [r.status for r in found] == ["expected", "expected", "done"]


def test_work_under_way_is_ongoing() -> None:
    found = extract("共排查隐患145处，已整改105处，正在整改40处。").results
    assert [r.status for r in found] == ["done", "done", "ongoing"]


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("比上年增加9.51万元", "increase"),
        ("同比下降27.4%", "decrease"),
        ("新增就业730人", "none"),
        ("改造提升道路12公里", "none"),
        ("产值增长到62亿元", "none"),
    ],
)
def test_direction_is_that_of_the_words_before_the_number(words: str, direction: str) -> None:
    found = extract(f"专项资金支出16万元，{words}。").results
    assert found[-1].direction == direction


def test_a_period_is_carried_and_cited() -> None:
    found = extract("截至10月22日，热线回访工单2075件，及时联系率100%。").results
    assert [r.period for r in found] == ["截至10月22日", "截至10月22日"]
    assert len(found[0].spans) == 2


def test_an_annual_period_ends_at_a_semicolon() -> None:
    found = extract("今年受理来访12件；开展普法宣传3场。").results
    assert [r.period for r in found] == ["今年", None]


def test_parts_know_their_whole() -> None:
    found = extract(
        "存在隐患89栋，其中一般隐患14栋、较大隐患65栋、重大隐患10栋（含9栋D级危房）。"
    ).results
    assert [r.part_of for r in found] == [None, 0, 0, 0, 3]


def test_parts_end_where_they_would_exceed_the_whole() -> None:
    found = extract(
        "项目总投资100万元，其中中央资金80万元、省级资金20万元，其他收入30万元。"
    ).results
    assert [r.part_of for r in found] == [None, 0, 0, None]


# What states no result: wishes, manner, rules, organisation, purposes.
NOTHING = [
    "坚持以人民为中心，不断增强人民群众获得感。",
    "按照“应保尽保、应救尽救”的要求，切实兜牢民生底线。",
    "建立健全工作机制，形成工作合力。",
    "建立工作台账，实行销号管理。",
    "成立以主要领导为组长的工作领导小组。",
    "以“党建+”为引领，打造特色品牌。",
    "有效提升了辖区居民的安全防范意识。",
    "确保资金专款专用、规范使用。",
    "项目管理制度健全，财务管理规范。",
    "做到早发现、早报告、早处置。",
    "工作人员24小时值班值守，确保通讯畅通。",
    "推行“一窗受理、集成服务”，实现群众办事“只进一扇门”。",
    "社会效益显著，群众满意度较高。",
    "单次采购金额10万元以上的，须报局党组会研究审批。",
    "差旅费按每人每天180元标准执行。",
    "该指标满分10分，权重20%。",
    "按照不低于5%的比例开展抽查。",
    "完成了区委区政府交办的各项工作任务。",
    "每季度召开一次安全生产例会，研究解决突出问题。",
    "要求每个村至少配备2名保洁员。",
    "通过公开招标确定施工单位。",
]

# End states that somebody could check (R4).
REACHED = [
    "全年零事故、零伤亡。",
    "老旧小区改造项目全部完工并通过竣工验收。",
    "荣获全国文明单位称号。",
    "出台《清河县招商引资奖励办法》。",
    "建成并投入使用社区养老服务中心。",
    "历史遗留信访积案全部化解。",
    "所有贫困村均已脱贫摘帽。",
    "年初设定的绩效目标全部完成。",
    "顺利通过国家卫生城市复审。",
    "完成村“两委”换届选举工作。",
    "全年无新增隐性债务。",
    "清欠工作实现动态清零。",
    "项目资金全部拨付到位。",
    "城乡居民基本养老保险实现应保尽保。",
    "项目支出未超出预算。",
    "全年无干警违纪违法。",
    "古镇入选首批省级旅游休闲街区。",
    "防汛工作实现“零伤亡”。",
    "未发生一例规模性返贫。",
    "春季学期助学金于2022年6月28日前发放到位。",
    "债券利息已按时足额支付。",
    "出境断面水质由Ⅳ类提升至Ⅲ类。",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_slogans_rules_and_facts_are_no_results(sentence: str) -> None:
    found = extract(sentence)
    assert not found.results
    assert not found.targets


@pytest.mark.parametrize("sentence", REACHED)
def test_an_end_state_is_a_result_without_a_figure(sentence: str) -> None:
    found = extract(sentence).results
    assert [r.figure for r in found] == [None]


@pytest.mark.parametrize(
    ("words", "metric", "periods"),
    [
        (
            "拨付补助300万元，其中2021年100万元、2022年200万元。",
            "拨付补助",
            [None, "2021年", "2022年"],
        ),
        (
            "6月、9月、11月刑事发案数分别为3宗、2宗、1宗。",
            "刑事发案数",
            ["6月", "9月", "11月"],
        ),
        ("2021年、2022年拨付资金分别为80万元、95万元。", "拨付资金", ["2021年", "2022年"]),
    ],
)
def test_one_metric_at_several_times(words: str, metric: str, periods: list[str]) -> None:
    found = extract(words).results
    assert {r.metric for r in found} == {metric}
    assert [r.period for r in found] == periods


def test_rates_of_staff_and_assets_are_results() -> None:
    words = "年末实有在职人员172人，在职人员控制率92.47%；流动资产856.3万元，固定资产利用率98.5%。"
    found = extract(words, "（二）机构人员及资产情况").results
    assert [r.figure for r in found] == ["172人", "92.47%", "856.3万元", "98.5%"]


def test_parts_of_a_grant_need_no_word_of_money() -> None:
    words = "州级财政安排专项资金780万元。其中：厕所建设补助360万元，公共文化服务420万元。"
    found = extract(words, "一、项目背景及主要内容").results
    assert [(r.figure, r.part_of) for r in found] == [
        ("780万元", None),
        ("360万元", 0),
        ("420万元", 0),
    ]


def test_two_things_that_never_happened_are_two_results() -> None:
    found = extract("未发生重大安全事故和群体性事件。").results
    assert [r.metric for r in found] == ["未发生重大安全事故", "未发生群体性事件"]


def test_a_promised_value_inside_a_result_is_a_target() -> None:
    found = extract("“培训农民人数”年初目标值为2000人，实际完成2156人。")
    assert [(t.metric, t.figure) for t in found.targets] == [("培训农民人数", "2000人")]
    assert [r.figure for r in found.results] == ["2156人"]


# A statement that repeats its promise, the promise and the outcome.
PROMISES = {
    "计划新建公厕10座，实际完成9座。": (("新建公厕", "10座"), ("新建公厕", "9座")),
    "合格率目标值100%，实际完成99%。": (("合格率", "100%"), ("合格率", "99%")),
    "维修危房，指标值≥200户，实际完成值为215户。": (("维修危房", "≥200户"), ("维修危房", "215户")),
    "宣传活动次数目标10次，实际开展6次。": (("宣传活动次数", "10次"), ("宣传活动次数", "6次")),
    "居民满意度指标值为95%以上，实际满意度达96.8%。": (
        ("居民满意度", "95%以上"),
        ("居民满意度", "96.8%"),
    ),
    "年初目标为新增造林5000亩，实际新增造林5260亩。": (
        ("新增造林", "5000亩"),
        ("新增造林", "5260亩"),
    ),
}


@pytest.mark.parametrize("sentence", PROMISES, ids=lambda sentence: sentence[:8])
def test_an_outcome_is_named_like_its_promise(sentence: str) -> None:
    found = extract(sentence)
    promise, outcome = PROMISES[sentence]
    assert [(t.metric, t.figure) for t in found.targets] == [promise]
    assert [(r.metric, r.figure) for r in found.results] == [outcome]


@pytest.mark.parametrize(
    ("words", "metric"),
    [
        ("培训后就业142人，就业率44.65%，低于50%的绩效目标。", "就业率"),
        ("培训300人，演出场次未达到200场的目标。", "演出场次"),
        ("受访612人，群众满意度为88.6%，未达到目标值90%。", "群众满意度"),
        ("专利授权1286件，同比增长8.3%，未达到10%的预期目标。", "专利授权同比增长"),
    ],
)
def test_how_an_outcome_compares_is_no_promise_of_less(words: str, metric: str) -> None:
    found = extract(words).targets
    assert [(t.metric, t.comparator) for t in found] == [(metric, "=")]


def test_among_facts_what_was_done_all_year_is_a_result() -> None:
    words = "县财政安排津贴412万元。全年累计发放津贴398万元，惠及老人6120人。下辖乡镇18个。"
    found = extract(words, "（一）项目概况").results
    assert [r.figure for r in found] == ["412万元", "398万元", "6120人", "18个"]


def test_a_plan_without_an_outcome_stays_a_plan() -> None:
    found = extract("计划建设停车场3处。")
    assert not found.results


def test_a_class_name_before_a_promise_is_its_class() -> None:
    found = extract("数量指标：计划培训200人，实际培训215人。").targets
    assert [(t.level1, t.level2) for t in found] == [("output", "quantity")]


def test_purpose_text_keeps_money_and_drops_counts() -> None:
    found = extract("其他支出30万元，主要用于发放14名退休人员补助。", heading="二、项目支出情况")
    assert [r.figure for r in found.results] == ["30万元"]


FUNDS = "二、部门收支情况"


def test_a_label_opens_a_list_of_parts_that_shares_do_not_end() -> None:
    words = (
        "本年收入合计4102.55万元，其中：财政拨款收入4060.2万元，占98.97%，比上年减少3万元；"
        "上级补助收入0万元，占0%；其他收入42.35万元，占1.03%。"
    )
    found = [r for r in extract(words, FUNDS).results if r.direction == "none"]
    told = [(r.subject, r.metric, r.part_of) for r in found if "%" not in (r.figure or "")]
    assert told == [
        (None, "收入合计", None),
        (None, "财政拨款收入", 0),
        (None, "上级补助收入", 0),
        (None, "其他收入", 0),
    ]


def test_a_label_of_parts_reaches_back_over_a_full_stop() -> None:
    words = "实际支出1496.88万元，执行率99%。其中：人员经费702.36万元，维修费418.52万元。"
    assert [r.part_of for r in extract(words, FUNDS).results] == [None, None, 0, 0]


def test_a_name_with_brackets_stands_once() -> None:
    words = "“三公”经费支出决算为15.26万元。其中：因公出国（境）费支出0万元。"
    assert extract(words, FUNDS).results[-1].text == "因公出国（境）费支出0万元"


def told(words: str, heading: str = "一、绩效目标完成情况") -> list[tuple[str, str]]:
    return [(t.metric, t.figure or "") for t in extract(words, heading).targets]


def test_a_value_that_its_outcome_follows_is_a_target() -> None:
    words = (
        "指标1：危房改造户数210户，实际完成213户；户均补助标准不超过2.5万元，实际户均补助2.42万元。"
    )
    assert told(words) == [("危房改造户数", "210户"), ("户均补助标准", "不超过2.5万元")]
    found = [(r.metric, r.figure) for r in extract(words).results]
    assert found[0] == ("危房改造户数", "213户")
    assert found[-1] == ("户均补助标准", "2.42万元")


def test_outcomes_follow_their_targets_in_order() -> None:
    words = "目标新建宿舍楼1栋、食堂3栋，实际完成2栋、1栋。"
    found = [(r.metric, r.figure) for r in extract(words).results]
    assert found == [("新建宿舍楼", "2栋"), ("食堂", "1栋")]
    assert told(words) == [("新建宿舍楼", "1栋"), ("食堂", "3栋")]


def test_a_budget_and_its_spending_are_no_target() -> None:
    assert told("项目预算100万元，实际98万元。受理投诉17件，实际办结15件。") == []


def test_aims_among_results_and_grants_among_targets() -> None:
    assert told("总体目标：完成危房改造210户。") == [("危房改造", "210户")]
    heading = "一、绩效目标分解下达情况"
    words = "2022年共下达我旗补助资金628万元。下达绩效目标为完成危房改造210户。总投入678万元。"
    assert [figure for _, figure in told(words, heading)] == ["210户"]
    assert [r.figure for r in extract(words, heading).results] == ["628万元", "678万元"]


def test_what_only_measures_a_distance_is_no_result() -> None:
    words = (
        "目标不明，扣2.5分。药占比26.4%，低于目标值28%。门诊58万人次，比上年的51万人次增长14.36%。"
    )
    found = extract(words)
    assert [r.figure for r in found.results] == ["26.4%", "58万人次", "14.36%"]
    assert all("目标值" not in (p.text or "") for p in found.problems)


def test_a_goal_that_was_missed_is_not_told_as_reached() -> None:
    words = "全年租借量726万次，未完成年度目标。"
    assert [r.metric for r in extract(words).results] == ["租借量"]


def test_a_share_that_is_judged_first() -> None:
    words = "人员经费占比偏高，较全省平均水平高3.2个百分点。"
    found = extract(words, "四、存在的问题").results
    assert [(r.metric, r.figure) for r in found] == [
        ("人员经费占比较全省平均水平高", "3.2个百分点")
    ]


def test_a_rate_that_is_judged_first() -> None:
    found = extract("残疾人对政策知晓率偏低，仅为78.4%。", "四、存在的问题").results
    assert [(r.metric, r.figure) for r in found] == [("残疾人对政策知晓率", "78.4%")]


@pytest.mark.parametrize("mark", ["1.", ""])
def test_an_item_of_the_accounts_owns_the_figures_behind_it(mark: str) -> None:
    words = (
        f"{mark}灾害防治及应急管理支出（类）应急管理事务（款）安全监管（项）。"
        "年初预算为560万元，支出决算为612.08万元，完成年初预算的109.3%。"
    )
    found = extract(words, "（三）支出决算具体情况").results
    assert [(r.subject, r.metric, r.figure) for r in found] == [
        ("安全监管", "年初预算", "560万元"),
        ("安全监管", "支出决算", "612.08万元"),
        ("安全监管", "支出决算完成年初预算", "109.3%"),
    ]


def owned(words: str, heading: str = "一、完成情况") -> list[tuple[str | None, str, str | None]]:
    return [(r.subject, r.metric, r.figure) for r in extract(words, heading).results]


def test_a_list_entry_that_names_a_project_owns_its_paragraph() -> None:
    words = "1.2021年虹鳟养殖基地建设项目，实施后可带动增收。拨付资金270万元；管理费3万元。"
    assert {subject for subject, _, _ in owned(words)} == {"虹鳟养殖基地建设项目"}


def test_a_body_that_a_paragraph_opens_with_owns_its_staff() -> None:
    words = "我校为副科级事业单位，全额事业编制166个。学生2390人。"
    assert owned(words) == [("我校", "全额事业编制", "166个"), ("我校", "学生", "2390人")]


def test_a_class_of_projects_owns_nothing() -> None:
    assert owned("1.公共服务项目，聚焦民生。发放救助金12万元。")[-1][0] is None


def test_money_is_told_of_whom_it_reached() -> None:
    words = "救助补助资金下达我区111万元，其中孤儿保障金11万元，调减40万元。"
    assert {subject for subject, _, _ in owned(words)} == {"我区"}


def test_names_and_numbers_that_colons_part() -> None:
    words = "实际支出：16363元，其中理论授课费：3600元、带教费（临床）：2100元、餐饮费：6075元。"
    found = [(metric, figure) for _, metric, figure in owned(words)]
    assert found == [
        ("实际支出", "16363元"),
        ("理论授课费", "3600元"),
        ("带教费", "2100元"),
        ("餐饮费", "6075元"),
    ]


def test_a_standard_and_what_it_came_to_in_the_next_sentence() -> None:
    heading = "二、完成情况\n③成本指标"
    words = "小学人均补助标准为720元，初中940元。实际小学人均补助标准为715元，初中940元。"
    assert [figure for _, figure in told(words, heading)] == ["720元", "940元"]
    assert [figure for _, _, figure in owned(words, heading)] == ["715元", "940元"]


def test_totals_keep_their_name() -> None:
    assert owned("2023年度收入合计3642.4万元，实有96人，自治区下达98.6万元。") == [
        (None, "收入合计", "3642.4万元"),
        (None, "实有", "96人"),
        (None, "自治区下达", "98.6万元"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "如资金到位，全年可维修渠道12公里。",
        "若上级补助下达，新增水表300块。",
        "据邻镇介绍，其收费率达到98%。",
        "原计划举办培训6期，后因故取消2期。",
        "每少一项扣1分，扣完为止。",
        "您的满意度为：A.90%以上 B.80%以上 C.60%以下。",
        "力争供水保证率达到97%。",
    ],
)
def test_what_is_not_so_is_no_result(words: str) -> None:
    found = extract(f"{words}全年清淤45公里。")
    assert [r.figure for r in found.results] == ["45公里"]


def test_what_a_project_is_to_build_is_promised() -> None:
    heading = "一、项目概况"
    words = "项目建设内容：建设防洪挡墙3100立方米；建设饲料仓库1000平方米。目前已拨付270万元。"
    assert [figure for _, figure in told(words, heading)] == ["3100立方米", "1000平方米"]
    assert [figure for _, _, figure in owned(words, heading)] == ["270万元"]


def test_an_estimate_is_promised() -> None:
    words = "该项目投资估算6746万元，项目实际使用资金1907万元。"
    assert told(words, "一、项目概况") == [("投资估算", "6746万元")]


def test_a_month_is_that_of_its_own_clause() -> None:
    found = extract("8月完成招标，现有工作人员6名。", "一、完成情况").results
    assert [one.period for one in found if one.figure == "6名"] == [None]


def test_a_year_since_when_is_no_period() -> None:
    found = extract("2021年以来形成的资产58项。", "一、完成情况").results
    assert {one.period for one in found} == {None}


def test_what_a_budget_of_projects_came_to() -> None:
    found = extract("项目支出全年预算418万元，执行298万元。", "一、完成情况").results
    assert found[-1].metric == "项目支出执行"
