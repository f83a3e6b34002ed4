"""Generate the county: the text of each document, the planted statements, and the files.

Everything is drawn from a seed. The gold is recorded while the documents are generated, never read
back from them.
"""

from __future__ import annotations

import io
import os
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from pathlib import Path

import docx

__all__ = ["KINDS", "County", "Statement", "make"]

YEARS = (2021, 2022, 2023)
KINDS = ("dept_overall", "unit_self_eval", "final_accounts")
FORMATS = ("txt", "docx", "html", "md")
Statement = tuple[str, ...]

_OFFICES = (
    "财政局", "教育局", "水利局", "农业农村局", "卫生健康局", "民政局", "交通运输局",
    "住房和城乡建设局", "林业局", "文化和旅游局", "应急管理局", "自然资源局", "生态环境局",
    "人力资源和社会保障局", "市场监督管理局", "审计局", "统计局", "司法局", "公安局",
    "退役军人事务局", "医疗保障局", "乡村振兴局", "科学技术局", "商务局", "信访局",
    "档案馆", "图书馆", "文化馆", "人民医院", "中医院", "第一中学", "第二中学", "实验小学",
    "职业中学", "五里街道办事处", "东门街道办事处", "石桥镇人民政府", "青山乡人民政府",
    "疾病预防控制中心", "融媒体中心",
)  # fmt: skip
_COUNTIES = tuple(f"{one}{other}县" for one in "青白红黑金银东西南北" for other in "石山水河田林桥")
_METRICS = (
    ("开展业务培训", "次", 4, 40),
    ("改造老旧管网", "公里", 3, 60),
    ("补助困难群众", "户", 50, 900),
    ("新建公共厕所", "座", 2, 30),
    ("组织文艺演出", "场", 5, 60),
    ("发放宣传手册", "册", 500, 9000),
    ("检修路灯", "盏", 20, 600),
    ("栽植行道树", "株", 100, 3000),
    ("采购图书", "册", 300, 6000),
    ("巡查河道", "公里", 10, 300),
)
_PROBLEMS = (
    ("项目档案管理不够规范", "建立项目档案管理制度"),
    ("预算编制不够精准", "开展预算编制专题培训"),
    ("资金支付进度偏慢", "制定资金支付月度计划"),
    ("设备维护保养不及时", "落实设备巡检责任清单"),
    ("绩效指标设置不够细化", "修订绩效指标库"),
    ("基层专业人员配备不足", "组织专业人员公开招聘"),
    ("部门之间信息共享不畅", "推行数据共享平台"),
    ("群众参与渠道较少", "开展群众意见征集活动"),
)


_OTHERS = ("加强日常督促检查", "压实各股室岗位责任")


@dataclass(frozen=True)
class County:
    """A county's folder, its list of expected documents, and the planted statements."""

    folder: Path
    expected: str
    planted: frozenset[Statement]


@dataclass
class _Office:
    name: str
    metrics: list[tuple[str, str, int, int]]
    targets: list[int]
    moves: dict[int, list[str]] = field(default_factory=dict)
    open_problem: int = 0
    # The previous report's measure, and the measure that this report repeats.
    measure: str = ""
    kept: str = ""
    planted: set[Statement] = field(default_factory=set)


def make(folder: Path, *, offices: int = 40, seed: int = 1) -> County:
    """Write a county's documents and return what was planted in them."""
    dice = random.Random(seed)
    lines, planted = ["单位,年度,种类,截止日期"], set[Statement]()
    for number in range(offices):
        county, place = divmod(number, len(_OFFICES))
        name = f"{_COUNTIES[county]}{_OFFICES[place]}"
        metrics = dice.sample(_METRICS, 3)
        office = _Office(name, metrics, [dice.randint(low, high) for _, _, low, high in metrics])
        office.open_problem = dice.randrange(len(_PROBLEMS))
        for year in YEARS:
            lines += [f"{name},{year},{kind},{year + 1}-04-30" for kind in KINDS]
            _year(folder, office, year, dice)
        planted |= office.planted | _copied(office)
    return County(folder, "\n".join(lines) + "\n", frozenset(planted))


def _copied(office: _Office) -> set[Statement]:
    kept = {
        office.metrics[place][0]
        for place in range(3)
        if all(moves[place] == "same" for year, moves in office.moves.items() if year > YEARS[0])
    }
    return {("copied", office.name, metric) for metric in kept}


def _year(folder: Path, office: _Office, year: int, dice: random.Random) -> None:
    """Write the three documents of a year."""
    moves = [dice.choice(("same", "same", "raised", "lowered")) for _ in range(3)]
    office.moves[year] = moves
    if year > YEARS[0]:
        for place, move in enumerate(moves):
            step = max(1, office.targets[place] // 5)
            office.targets[place] += {"same": 0, "raised": step, "lowered": -step}[move]
            office.planted.add((move, office.name, str(year), office.metrics[place][0]))
    budget = Decimal(dice.randrange(20_000, 900_000)) / 100
    spent = (budget * dice.randrange(82, 100) / 100).quantize(Decimal("0.01"))
    told = spent
    if dice.random() < 0.2:
        told = spent + Decimal(dice.randrange(100, 900)) / 100
        office.planted.add(("conflict", office.name, str(year)))
    report = _report(office, year, budget, spent, dice)
    sheet = _self_evaluation(office, year, dice)
    accounts = _accounts(office, year, told)
    for kind, text in zip(KINDS, (report, sheet, accounts), strict=True):
        _file(folder, office, year, kind, text, dice)


def _report(
    office: _Office, year: int, budget: Decimal, spent: Decimal, dice: random.Random
) -> str:
    ending = _follow(office, year, dice) if year > YEARS[0] else ""
    problem, own = _PROBLEMS[office.open_problem]
    if year == YEARS[0] or office.measure != own:
        office.measure = office.kept or own
    elif not office.kept:
        office.measure = next(one for one in _OTHERS if one != office.measure)
    aims = "；".join(
        f"{metric}{value}{unit}"
        for (metric, unit, _, _), value in zip(office.metrics, office.targets, strict=True)
    )
    done = "，".join(
        f"{metric}{value + dice.randrange(0, 5)}{unit}"
        for (metric, unit, _, _), value in zip(office.metrics, office.targets, strict=True)
    )
    rate = (100 * spent / budget).quantize(Decimal("0.01"))
    return (
        f"{office.name}{year}年度部门整体支出绩效自评报告\n一、部门基本情况\n"
        f"{office.name}依法履行法定职责。\n二、预算执行情况\n"
        f"{year}年部门预算{budget}万元，实际支出{spent}万元，预算执行率{rate}%。\n"
        f"三、年度绩效目标\n{aims}。\n四、绩效目标完成情况\n{done}。{ending}\n"
        f"五、存在的问题\n{problem}。\n六、改进措施\n{office.measure}。\n"
    )


def _follow(office: _Office, year: int, dice: random.Random) -> str:
    """Return the sentences that report the end of last year's problem and measure, if any."""
    before, answer = _PROBLEMS[office.open_problem][0], office.measure
    state = dice.choice(("closed", "repeated", "unmentioned"))
    fate = dice.choice(("closed", "closed", "unmentioned", "unmentioned", "repeated"))
    office.planted.add((state, office.name, str(year), before))
    office.planted.add((fate, office.name, str(year), answer))
    office.kept = answer if fate == "repeated" else ""
    if state != "repeated":
        office.open_problem = (office.open_problem + dice.randrange(1, 8)) % len(_PROBLEMS)
    ending = f"上年反映的{before}问题已整改到位。" if state == "closed" else ""
    return ending + (f"{_past(answer)}。" if fate == "closed" else "")


def _past(measure: str) -> str:
    """Return a measure in the past tense: 已建立项目档案管理制度."""
    return f"已{measure}"


def _self_evaluation(office: _Office, year: int, dice: random.Random) -> str:
    asked = dice.randrange(85, 96)
    return (
        f"{office.name}{year}年度项目支出绩效自评报告\n一、项目基本情况\n"
        f"项目资金{dice.randrange(20, 400)}万元。\n二、完成情况\n"
        f"服务对象满意度{asked + dice.randrange(0, 4)}%。\n三、自评结论\n"
        f"自评得分{dice.randrange(86, 100)}分。\n"
    )


def _accounts(office: _Office, year: int, spent: Decimal) -> str:
    return (
        f"{office.name}{year}年度部门决算公开\n一、收入支出决算总体情况说明\n"
        f"{year}年实际支出{spent}万元。\n二、其他重要事项\n"
        f"{year}年未发生会议费。\n"
    )


def _file(
    folder: Path, office: _Office, year: int, kind: str, text: str, dice: random.Random
) -> None:
    """Write a document, or plant it as missing, late or replaced."""
    fate = dice.random()
    label = {"dept_overall": "整体自评", "unit_self_eval": "项目自评", "final_accounts": "决算"}
    stem = f"{office.name}{year}年度{label[kind]}"
    if fate < 0.03:
        office.planted.add(("missing", office.name, str(year), kind))
        return
    due = datetime(year + 1, 4, 20, tzinfo=UTC)
    when = due.timestamp()
    if fate < 0.07:
        when = datetime(year + 1, 5, 12, tzinfo=UTC).timestamp()
        office.planted.add(("late", office.name, str(year), kind))
    if fate > 0.97:
        _write(folder / f"{stem}（旧）.txt", text.replace("万元", "万 元").encode(), when - 9e5)
        office.planted.add(("replaced", office.name, str(year), kind))
    form = dice.choice(FORMATS)
    _write(folder / f"{stem}.{form}", _rendered(_renamed(text, office, dice), form), when)


def _renamed(text: str, office: _Office, dice: random.Random) -> str:
    """Print the office's name differently in some documents."""
    if dice.random() < 0.1 and office.name.endswith("街道办事处"):
        return text.replace(office.name, office.name.removesuffix("办事处"))
    if dice.random() < 0.1 and office.name.endswith("局"):
        return text.replace(office.name, f"{office.name}（本级）", 1)
    return text


def _rendered(text: str, form: str) -> bytes:
    lines = text.rstrip("\n").split("\n")
    if form == "docx":
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()
    if form == "html":
        body = "".join(f"<p>{escape(line)}</p>" for line in lines)
        return f"<html><body>{body}</body></html>".encode()
    if form == "md":
        return ("# " + "\n\n".join(lines) + "\n").encode()
    return text.encode()


def _write(path: Path, content: bytes, when: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (when, when))
