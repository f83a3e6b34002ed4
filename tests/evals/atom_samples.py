"""A report of one paragraph with its gold, small enough to count by hand."""

import copy

import summarizer
from evals.atoms import Atom
from evals.dataset import Gold
from evals.oracle import oracle_summary
from evals.scorers.case import Case

JOBS = Atom(
    id="r1",
    type="result",
    metric="新增就业",
    subject="全街",
    spans=((10, 20, "全街新增就业730人"),),
    value="730",
    unit="人",
    approx="exact",
    comparator="=",
)

TEXT = """2022年度绩效报告
一、绩效目标
城市管理社会公众满意度大于等于90%。
二、完成情况
全街新增就业730人，失业人员再就业637人，案卷处置率同比增长8.5%。
三、存在的问题
由于经验不足，预算编制不够科学。
四、改进措施
加强预算编制培训。
"""


def place(quote, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return [start, start + len(quote), quote]


def number(text, value, unit, kind="count", **more):
    start, end, _ = place(text)
    plain = {"scale": "", "approx": "", "num": value, "num_start": start}
    own = {"start": start, "end": end, "text": text, "value": value, "unit": unit, "kind": kind}
    return plain | own | more


def entry(name, kind, metric, quote, **more):
    plain = {
        "subject": None,
        "value": None,
        "unit": None,
        "approx": "exact",
        "comparator": None,
        "direction": "none",
        "status": "done",
        "period": None,
        "core": True,
        "soft": False,
        "part_of": None,
        "theme": None,
        "indicator": None,
        "category": "other",
        "cause": None,
        "kind": "other",
    }
    own = {"id": name, "type": kind, "metric": metric, "evidence": [place(quote)]}
    return plain | own | more


ITEMS = (
    entry(
        "t1",
        "target",
        "社会公众满意度",
        "社会公众满意度大于等于90%",
        subject="城市管理",
        value="90",
        unit="%",
        comparator=">=",
        status="planned",
    ),
    entry("r1", "result", "新增就业", "全街新增就业730人", subject="全街", value="730", unit="人"),
    entry("r2", "result", "失业人员再就业", "失业人员再就业637人", value="637", unit="人"),
    entry(
        "r3",
        "result",
        "案卷处置率同比增长",
        "案卷处置率同比增长8.5%",
        value="8.5",
        unit="%",
        direction="increase",
        core=False,
    ),
    entry("p1", "problem", "预算编制不够科学", "预算编制不够科学", cause="经验不足"),
    entry("m1", "measure", "加强预算编制培训", "加强预算编制培训", status="planned"),
)
NUMBERS = (
    number("大于等于90%", "90", "%", "percent", num="90", comparator=">="),
    number("730人", "730", "人"),
    number("637人", "637", "人"),
    number("8.5%", "8.5", "%", "percent"),
)


def gold(**changes):
    plain = {
        "items": ITEMS,
        "links": (("addresses", "m1", "p1"),),
        "attainment": (("t1", "not_reported"),),
        "quantities": NUMBERS,
        "record": (("title", None), ("organization", None), ("fiscal_year", 2022)),
    }
    return Gold(name="test", text=TEXT, **plain | changes)


def oracle(**changes):
    """The faultless summary, as JSON that a test may break."""
    return copy.deepcopy(oracle_summary(gold(**changes), document()))


def document():
    return summarizer.read_text(TEXT, "test.txt")


def case(summary=None, **changes):
    made = oracle(**changes) if summary is None else summary
    return Case(gold(**changes), document(), made)


def empty():
    """A summary that says nothing."""
    made = oracle()
    made |= {"targets": [], "results": [], "problems": [], "measures": []}
    return made
