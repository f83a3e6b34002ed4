"""Problems with their causes, and measures."""

from __future__ import annotations

import pytest
from rules_support import extract

PROBLEMS = "三、存在的问题及原因分析"
MEASURES = "四、下一步改进措施"


def problems(words: str, heading: str = PROBLEMS) -> list[tuple[str, str | None]]:
    return [(p.text or "", p.cause) for p in extract(words, heading).problems]


def measures(words: str, heading: str = MEASURES) -> list[str]:
    return [m.text or "" for m in extract(words, heading).measures]


def test_one_problem_per_deficient_thing() -> None:
    found = problems("预算编制的预见性有待加强，项目管理水平需进一步提高，档案整理不及时。")
    assert [text for text, _ in found] == [
        "预算编制的预见性有待加强",
        "项目管理水平需进一步提高",
        "档案整理不及时",
    ]


def test_a_cause_needs_its_marker() -> None:
    assert problems("由于人员变动频繁，会计基础工作不够规范；资产登记不及时。") == [
        ("会计基础工作不够规范", "人员变动频繁"),
        ("资产登记不及时", None),
    ]


def test_a_cause_may_follow() -> None:
    found = problems("资金支付进度偏慢。主要原因是工程结算审核时间较长。")
    assert found == [("资金支付进度偏慢", "工程结算审核时间较长")]


def test_causes_are_no_problems_of_their_own() -> None:
    found = problems("预算执行不均衡。主要原因：一是前期准备不充分；二是采购周期较长。")
    assert found == [("预算执行不均衡", "前期准备不充分")]


def test_the_list_goes_on_behind_a_cause() -> None:
    words = "一是执行率偏低，主要原因是培训班取消；二是培训内容与市场需求脱节。"
    assert problems(words) == [("执行率偏低", "培训班取消"), ("培训内容与市场需求脱节", None)]
    words = "进度滞后。究其原因，一是拆迁推进缓慢；二是组织不力。"
    assert problems(words) == [("进度滞后", "拆迁推进缓慢")]
    words = "桥梁改造未完成目标，主要是受特大暴雨影响，施工单位无法施工。"
    assert [problem for problem, _ in problems(words)] == ["桥梁改造未完成目标"]


def test_numbers_with_a_name() -> None:
    words = "问题1：预算编制依据不充分。运维费用未按实际测算。\n问题2：合同管理不规范。合同滞后。"
    assert [found for found, _ in problems(words)] == [
        "预算编制依据不充分",
        "运维费用未按实际测算",
        "合同管理不规范",
        "合同滞后",
    ]
    assert measures("一要强化成本管控，二要健全考核体系。") == ["强化成本管控", "健全考核体系"]
    assert measures("每年从收益中提取不低于10%用于管护。") == ["每年从收益中提取不低于10%用于管护"]


def test_the_size_of_a_lack_is_no_lack_of_its_own() -> None:
    words = "一是配套资金到位率低，配套资金缺口116万元。"
    assert [found for found, _ in problems(words)] == ["配套资金到位率低"]


def test_practice_among_measures_is_done() -> None:
    words = (
        "（一）主要经验、做法\n一是完善制度体系，制定办法。\n"
        "（二）存在问题及改进措施\n1.支出进度缓慢。下一步，将加大协调力度。"
    )
    assert problems(words, "三、总体评价和整改措施") == [("支出进度缓慢", None)]
    assert measures(words, "三、总体评价和整改措施") == ["加大协调力度"]


def test_a_growing_town_asks_for_nothing() -> None:
    words = "经费严重不足。随着城区不断扩大，任务加重，但预算没有相应增加。"
    assert measures(words, PROBLEMS) == []


def test_data_and_centres_are_no_times() -> None:
    assert measures("强化数据比对，足额落实市级配套。") == ["强化数据比对", "足额落实市级配套"]
    assert measures("对执行率低于80%的项目相应调减下年度预算。") == [
        "对执行率低于80%的项目相应调减下年度预算"
    ]


def test_acting_together_is_a_measure() -> None:
    assert measures("引进专业人才，与高校合作开展定向培训。") == [
        "引进专业人才",
        "与高校合作开展定向培训",
    ]


def test_what_is_due_is_no_measure() -> None:
    assert measures("食堂人员不足。全县应配备480人，实际配备456人。", PROBLEMS) == []


def test_an_office_that_acts_regularly() -> None:
    assert len(measures("市教育局会同市财政局按季度通报进度，对违规资金责令整改。")) == 2


def test_two_lacks_in_one_heading_are_two_problems() -> None:
    words = "（一）预算编制不够精准，预算调整率偏高。\n年初部门预算仅安排基本支出。"
    assert [found for found, _ in problems(words)] == ["预算编制不够精准", "预算调整率偏高"]


# One lack each, in the words of many offices.
LACKS = """
项目资金支付进度慢|县级配套资金到位率低|社区矫正力量较少|基层人员流动性大|各中心服务水平参差不齐
考核结果未与服务费挂钩|租借量持续下降|部分小区无物业管理|案多人少矛盾突出|干部身兼数职
改造内容与需求不完全匹配|资金分配“撒胡椒面”现象较为突出|参保扩面难度加大|征地拆迁受阻
"""


@pytest.mark.parametrize("words", LACKS.replace("\n", "|").strip("|").split("|"))
def test_words_of_lack(words: str) -> None:
    assert [found for found, _ in problems(f"{words}。")] == [words]


def test_who_shall_do_what() -> None:
    words = "项目单位要加强与乡镇的协调，县财政局应制定配套资金筹措计划；对超期项目限期整改。"
    assert len(measures(words)) == 3


def test_a_consequence_is_told_with_its_problem() -> None:
    assert problems("部分项目论证不充分，导致执行率偏低。") == [("部分项目论证不充分", None)]


def test_a_bare_predicate_joins_the_clause_that_names_the_thing() -> None:
    assert problems("绩效指标的设计流于形式，有待完善。") == [
        ("绩效指标的设计流于形式，有待完善", None)
    ]


def test_what_explains_a_heading_may_state_problems() -> None:
    found = problems("（一）预算编制不够精准\n部分项目调研不充分，年中追加较多。")
    assert [text for text, _ in found] == ["预算编制不够精准", "部分项目调研不充分", "年中追加较多"]


def test_an_announcement_is_no_problem() -> None:
    assert problems("项目实施中还存在一些不足：宣传力度不大。") == [("宣传力度不大", None)]


@pytest.mark.parametrize("words", ["无。", "暂无。", "没有发现重大问题。", "不存在违规行为。"])
def test_nothing_to_report(words: str) -> None:
    assert not problems(words)


def test_figures_among_problems_are_results() -> None:
    found = extract("年末结转资金312万元，执行率仅为45.2%。", PROBLEMS)
    assert [r.figure for r in found.results] == ["312万元", "45.2%"]


def test_a_demand_among_problems_is_a_measure() -> None:
    found = extract("资金使用进度应定期考评，项目管理水平需进一步提高。", "三、存在的问题")
    assert [m.text for m in found.measures] == ["资金使用进度应定期考评"]
    assert [p.text for p in found.problems] == ["项目管理水平需进一步提高"]


def test_one_measure_per_action() -> None:
    found = measures("加强预算编制管理，及时跟踪预算执行，强化全过程监督。")
    assert found == ["加强预算编制管理", "及时跟踪预算执行", "强化全过程监督"]


def test_a_purpose_lies_with_its_action() -> None:
    found = measures("加强对各部门项目申报的业务指导，使项目编制更加符合要求，确保资金安全。")
    assert found == ["加强对各部门项目申报的业务指导，使项目编制更加符合要求"]


def test_who_shall_act_is_the_subject() -> None:
    found = extract("建议县财政局加大绩效业务培训力度。", "五、有关建议").measures
    assert [(m.subject, m.metric, m.kind) for m in found] == [
        ("县财政局", "加大绩效业务培训力度", "training")
    ]


def test_a_heading_without_text_is_the_measure() -> None:
    assert measures("1.加强预算编制管理\n2.做好绩效业务培训") == [
        "加强预算编制管理",
        "做好绩效业务培训",
    ]


def test_a_heading_with_text_is_not_counted_again() -> None:
    found = measures("1.加强预算编制管理\n细化项目测算，严格审核预算。")
    assert found == ["细化项目测算", "严格审核预算"]


def test_problems_and_measures_under_one_heading() -> None:
    found = extract(
        "问题：绩效指标不够细化。\n建议：科学设置绩效指标，开展业务培训。", "五、存在的问题和建议"
    )
    assert [p.text for p in found.problems] == ["绩效指标不够细化"]
    assert [m.text for m in found.measures] == ["科学设置绩效指标", "开展业务培训"]


def test_good_practice_is_no_problem() -> None:
    found = extract(
        "（一）主要经验及做法\n制度健全，开展督导检查12次。\n（二）存在的问题\n人员力量不足。",
        "六、主要经验及做法、存在的问题和建议",
    )
    assert [p.text for p in found.problems] == ["人员力量不足"]
    assert [r.figure for r in found.results] == ["12次"]
    assert not found.measures


def test_running_text_admits_and_announces() -> None:
    found = extract("全年培训3场。但预算编制不够科学。下一步，我局将细化预算编制。")
    assert [p.text for p in found.problems] == ["预算编制不够科学"]
    assert [m.text for m in found.measures] == ["细化预算编制"]
    assert [r.figure for r in found.results] == ["3场"]


def test_hazards_found_are_no_problems_of_the_report() -> None:
    assert not extract("存在安全隐患89栋，解决了制度落实不规范等问题。").problems


def test_actions_with_dates_and_figures_keep_them() -> None:
    words = (
        "2023年4月底前完成剩余1.5公里渠道维修任务。建议对租借量低于10次的站点进行撤并，于2022年底前完成。"
        "推动资源下沉，力争签约率达到82%。"
    )
    assert [m.text for m in extract(words, "五、改进措施").measures] == [
        "2023年4月底前完成剩余1.5公里渠道维修任务",
        "对租借量低于10次的站点进行撤并，于2022年底前完成",
        "推动资源下沉",
    ]
    aims = extract(words, "五、改进措施").targets
    assert [(t.metric, t.figure) for t in aims] == [("签约率", "82%")]


def test_a_conclusion_above_advice_is_none() -> None:
    words = "（一）评价结论。履职效能得分57分，评价等级为优。\n（二）建议。加强预算编制。"
    found = extract(words, "四、评价结论及建议")
    assert [m.text for m in found.measures] == ["加强预算编制"]
    assert [r.metric for r in found.results] == ["履职效能得分", "评价等级为优"]


def test_a_cause_ahead_of_what_explains_the_heading() -> None:
    words = "1.预算编制不精细。受资金下达较晚影响，预算与执行存在偏差。"
    found = extract(words, "四、存在的问题").problems
    assert [p.text for p in found] == ["预算编制不精细", "预算与执行存在偏差"]
    assert {p.cause for p in found} == {"资金下达较晚影响"}


def test_headings_that_only_count_on_are_measures() -> None:
    words = "1.做好工程移交，落实管护主体。2.完善水费收缴机制。"
    assert measures(words) == ["做好工程移交", "落实管护主体", "完善水费收缴机制"]


def test_how_often_is_no_measure_of_its_own() -> None:
    assert measures("加强技术培训，每年不少于2期。") == ["加强技术培训"]


RESULTS = "三、项目完成情况"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "渠道整修按期完工，但农户筹资不到位，2处泵房尚未通电。",
            ["农户筹资不到位", "2处泵房尚未通电"],
        ),
        ("评价认为，目标明确，但执行率偏低、设备交付滞后。", ["执行率偏低", "设备交付滞后"]),
        ("入园率为82%，未达到90%的目标。", ["入园率为82%，未达到90%的目标"]),
        ("巡查组发现：台账登记不全。扣分原因：指标未量化，扣1分。", ["台账登记不全", "指标未量化"]),
        ("解决了3个村饮水不便的困难，办事不便的现象明显改善。", []),
    ],
)
def test_problems_among_results(words: str, expected: list[str]) -> None:
    assert [found for found, _ in problems(words, RESULTS)] == expected


def test_a_cause_behind_its_subject() -> None:
    words = "二标段因管线迁改受阻，仅完成计划的41%，未达到目标。"
    assert problems(words)[0][0] == "仅完成计划的41%，未达到目标"


def test_a_heading_of_measures_below_one_of_both() -> None:
    words = "（二）改进措施\n1.与交警部门建立信息比对，对年检到期的车主提前短信提醒。"
    assert measures(words, "三、偏离目标的原因和改进措施") == [
        "与交警部门建立信息比对",
        "对年检到期的车主提前短信提醒",
    ]


def test_a_sentence_that_explains_mainly() -> None:
    words = "路灯管护跟不上。主要是维修经费没有着落，专业人员少。"
    assert problems(words) == [("路灯管护跟不上", "维修经费没有着落，专业人员少")]


def test_measures_among_results() -> None:
    words = "管护成效明显，还需建立常态巡查机制，按规定需缴纳水费。"
    assert measures(words, RESULTS) == ["建立常态巡查机制"]
    assert measures("需进一步规范预算编制，严格公务接待审批。", PROBLEMS) == [
        "进一步规范预算编制",
        "严格公务接待审批",
    ]
    assert measures("请县财政及时拨付资金，分批下达计划。") == [
        "请县财政及时拨付资金",
        "分批下达计划",
    ]


def test_whoever_does_something_under_a_heading_of_measures_will_do_it() -> None:
    words = "规范核算，凭证统一编号，富余设备跨站调剂。站点按月报送台账。"
    assert measures(words) == ["规范核算", "凭证统一编号", "富余设备跨站调剂", "站点按月报送台账"]


def test_a_predicate_alone_takes_the_clause_before() -> None:
    words = "部分指标表述空泛，没有与资金对应。"
    assert [p.text for p in extract(words, "四、存在的问题").problems] == [
        "部分指标表述空泛，没有与资金对应"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "1.工程进度滞后。监理月报未记录滞后原因，也没有下发通知。",
        "1.资金缺口大。由于拨款未按节点到位，施工队两次停工。",
    ],
)
def test_what_explains_something_else_is_no_cause_of_the_heading(words: str) -> None:
    assert extract(words, "四、存在的问题").problems[0].cause is None


def test_every_clause_of_a_list_of_measures_acts_unless_it_tells_why() -> None:
    words = "台账逐月与财务核对，清单外的设备一律退库，免得重复登记。每队不少于15人。"
    assert measures(words) == ["台账逐月与财务核对", "清单外的设备一律退库"]


def test_what_a_measure_acts_on_may_have_a_lack() -> None:
    assert measures("连续两月未达标的扣发补助。") == ["连续两月未达标的扣发补助"]
    assert measures("材料未补齐的，由站里上门代办。") == ["材料未补齐的，由站里上门代办"]


def test_a_reason_for_a_measure_is_a_problem() -> None:
    words = "针对维修进度偏慢，改为按季招标。"
    assert problems(words, MEASURES) == [("针对维修进度偏慢", None)]
    assert measures(words) == ["改为按季招标"]


def test_what_is_announced_among_results() -> None:
    words = "抽查30户，合格28户。今后验收单由村里签字，每季度汇总一次。"
    assert measures(words, "二、完成情况") == ["验收单由村里签字", "每季度汇总一次"]


def test_a_label_under_one_heading_for_both() -> None:
    words = "1.台账更新不及时。\n整改措施：台账改由专人登记。\n2.样本偏少，代表性不足。"
    assert problems(words, "四、问题及整改措施") == [
        ("台账更新不及时", None),
        ("样本偏少", None),
        ("代表性不足", None),
    ]
    assert measures(words, "四、问题及整改措施") == ["台账改由专人登记"]


def test_what_was_put_right_is_a_result() -> None:
    words = "（一）关于部分资金沉淀的问题\n主管部门已收回320万元，完善了制度。"
    heading = "二、审计查出问题的整改情况"
    assert [found for found, _ in problems(words, heading)] == ["关于部分资金沉淀的问题"]
    assert measures(words, heading) == []


# Lacks told in prose, under a heading that does not name them.
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("巡查40处，有6处设备停用。", ["有6处设备停用"]),
        ("群众反映最多的是路灯老化、井盖损坏。", ["路灯老化", "井盖损坏"]),
        ("季度报表与台账对不上，报修后无人回应。", ["季度报表与台账对不上", "报修后无人回应"]),
        ("专款专用，不挤占，未发生挪用。", []),
        ("调解成功劳务纠纷12起，责令停工3处。", []),
    ],
)
def test_a_lack_in_prose(words: str, found: list[str]) -> None:
    assert [text for text, _ in problems(words, "二、完成情况")] == found


def test_what_a_list_names_as_problems_needs_no_word_of_lack() -> None:
    words = "检查发现个别站点存在账外设备、白条入账、合同缺页等问题，已移交。"
    found = [text for text, _ in problems(words, "二、完成情况")]
    assert found == ["账外设备", "白条入账", "合同缺页"]


def test_a_list_goes_on_with_what_comes_next() -> None:
    words = "根据核查情况，下一步，我站一是台账逐户登记；二是站点分类整改。"
    assert len(measures(words, "二、完成情况")) == 2
    assert measures("督导组要求，强化责任落实，限期整改。", "二、完成情况") == [
        "强化责任落实",
        "限期整改",
    ]
    assert measures("你建议中的道路属于村道，按照原则管护。", "二、完成情况") == []


def test_some_things_that_lack_something_are_a_problem_and_a_result() -> None:
    found = extract("台账管理偏松，系统内38份日志未填写。\n", PROBLEMS)
    assert [p.text for p in found.problems] == ["台账管理偏松", "系统内38份日志未填写"]
    assert [r.figure for r in found.results] == ["38份"]


def test_a_bound_among_measures_is_aimed_for() -> None:
    found = extract("增配护林员，每队不少于15人。", MEASURES)
    assert [m.text for m in found.measures] == ["增配护林员"]
    assert [t.figure for t in found.targets] == ["不少于15人"]
