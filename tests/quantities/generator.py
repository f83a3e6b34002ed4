"""Random sentences of the genre with quantities in every supported form, and what they state.

Written without the scanner's code: numerals, hedges and units are spelled out here a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Expected = tuple[str, str, str, str, str, str | None]
Piece = tuple[str, Expected]

DIGITS = "零一二三四五六七八九"
COUNTED = {
    "个": ["社区", "行政村", "标段", "科室", ""],
    "人": ["参训", ""],
    "人次": [""],
    "名": ["党员", "志愿者", ""],
    "户": ["农户", "困难家庭", ""],
    "家": ["企业", "机构", ""],
    "次": ["检查", ""],
    "场次": [""],
    "件": ["案件", ""],
    "起": ["纠纷", ""],
    "份": ["宣传单", ""],
    "条": ["线索", ""],
    "项": ["任务", ""],
    "栋": ["楼房", ""],
    "座": ["公厕", ""],
    "处": ["隐患", ""],
    "套": ["设备", ""],
    "台": ["电脑", ""],
    "辆": ["车辆", ""],
    "篇": ["稿件", ""],
    "所": ["学校", ""],
    "棵": ["树木", ""],
    "批次": [""],
}
MEASURED = ["平方米", "公里", "亩", "公顷", "吨", "立方米", "千米", "㎡", "千瓦时", "公斤"]
LASTING = ["年", "个月", "小时", "分钟", "天", "个工作日"]
SCALES = {"万": 4, "亿": 8, "千万": 7, "百万": 6, "": 0}
BEFORE = {
    "约": ("about", None),
    "大约": ("about", None),
    "近": ("near", None),
    "将近": ("near", None),
    "超": ("over", None),
    "逾": ("over", None),
    "超过": ("over", ">"),
    "不低于": ("exact", ">="),
    "不少于": ("exact", ">="),
    "至少": ("exact", ">="),
    "大于等于": ("exact", ">="),
    "≥": ("exact", ">="),
    "不超过": ("exact", "<="),
    "≤": ("exact", "<="),
    "小于等于": ("exact", "<="),
    "高于": ("exact", ">"),
    "低于": ("exact", "<"),
}
AFTER = {
    "以上": ("over", ">="),
    "及以上": ("over", ">="),
    "左右": ("about", None),
    "以内": ("exact", "<="),
    "以下": ("exact", "<="),
}
LABELS = {
    "money": ["预算支出", "到位资金", "项目投资", "实际支出", "发放补贴", "上缴税收"],
    "percent": ["群众满意度", "预算执行率", "办结率", "覆盖率为", "同比增长", "占比"],
    "count": ["累计完成", "共计", "排查", "新增", "涉及", "其中"],
    "measure": ["改造面积", "清运垃圾", "新建道路", "用电量", "总量为"],
    "duration": ["工期", "时限为", "提前", "缩短"],
    "score": ["自评得分", "得分为", "扣", "满分"],
    "age": ["年满", "对"],
    "date": ["截至", "在", ""],
    "rank": ["全市排名", "位居全县", "列全省"],
}
NOISE = [
    "根据财预〔2020〕10号文件",
    "（一）项目概况",
    "拨打12345热线",
    "落实一岗双责",
    "坚持四个意识",
    "依托“互联网+”",
    "推行一户一策",
    "编码062001",
    "联系电话0731-84556677",
    "按“1+3+N”模式",
    "第三方机构评价",
    "开展百日攻坚",
    "深入千家万户",
    "党的二十大精神",
    "进一步统一思想",
    "东风路128号",
    "第三次全国国土调查",
    "见表3",
    "一是健全制度",
    "G60沪昆高速",
    "“3·15”宣传",
    "V2.0平台",
    "三级联动",
]
STOPS = ["，", "；", "。", "、"]
FULL = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
HIDDEN = ["\u200b", "\ufeff", "\u2060", "\u00ad"]


@dataclass(frozen=True)
class Sentence:
    """A text and everything it states, in reading order."""

    text: str
    expected: tuple[Expected, ...]


def sentence(random: Random) -> Sentence:
    """A sentence of one to four clauses, some of which state nothing."""
    text = random.choice(["", "", "1.", "（2）", "一是", "其中：", "①"])
    expected = []
    for _ in range(random.randint(1, 4)):
        if random.random() < 0.25:
            text += random.choice(NOISE)
        else:
            printed, stated = random.choice(FORMS)(random)
            text += random.choice(LABELS[stated[3]]) + printed
            expected.append(stated)
        text += random.choice(STOPS)
    return Sentence(text, tuple(expected))


def hidden(given: Sentence, random: Random) -> Sentence:
    """The same sentence with a mark that nobody sees somewhere inside, nothing else changed."""
    place = random.randint(0, len(given.text))
    text = given.text[:place] + random.choice(HIDDEN) + given.text[place:]
    return Sentence(text, given.expected)


def _number(random: Random) -> tuple[str, str]:
    """Digits as printed, and their plain value."""
    whole = str(random.choice([random.randint(0, 99), random.randint(100, 10**7)]))
    part = random.choice(["", "", f"{random.randint(1, 99):02}", "5", "00"])
    value = f"{whole}.{part}".rstrip("0").rstrip(".") if part else whole
    printed = f"{int(whole):,}" if random.random() < 0.3 else whole
    return (f"{printed}.{part}" if part else printed), value


def _times(value: str, power: int) -> str:
    """A decimal string times ten to the power, by moving the point."""
    whole, _, part = value.partition(".")
    part = part.ljust(power, "0")
    moved = (whole + part[:power]).lstrip("0") or "0"
    rest = part[power:].rstrip("0")
    return f"{moved}.{rest}" if rest else moved


def _integer(random: Random) -> tuple[str, str]:
    number = random.choice([random.randint(0, 30), random.randint(31, 99999)])
    printed = f"{number:,}" if number > 999 and random.random() < 0.4 else str(number)
    return printed, str(number)


def _hedged(random: Random, body: str, said: tuple[str, str, str], infix: str = "") -> Piece:
    """A body with a hedge on one side or none."""
    value, unit, kind = said
    side = random.random()
    if infix or side < 0.5:
        return body, (body, value, unit, kind, "over" if infix else "exact", None)
    if side < 0.8:
        word = random.choice([word for word in BEFORE if kind != "duration" or "近" not in word])
        approx, comparator = BEFORE[word]
        return word + body, (word + body, value, unit, kind, approx, comparator)
    word = random.choice(list(AFTER))
    approx, comparator = AFTER[word]
    return body + word, (body + word, value, unit, kind, approx, comparator)


def _tail(random: Random, piece: Piece, nouns: list[str]) -> Piece:
    printed, stated = piece
    return printed + random.choice(nouns), stated


def money(random: Random) -> Piece:
    number, value = _number(random)
    scale = random.choice(["万", "万", "亿", "", "千万", "百万"])
    infix = random.choice(["", "", "", "余", "多"])
    before_scale = random.random() < 0.5
    body = f"{number}{infix}{scale}元" if before_scale else f"{number}{scale}{infix}元"
    blank = random.choice(["", "", "", " "])
    body = body.replace(number, number + blank, 1)
    return _hedged(random, body, (_times(value, SCALES[scale]), "元", "money"), infix)


def money_without_yuan(random: Random) -> Piece:
    number, value = _number(random)
    scale = random.choice(["万", "亿"])
    return _hedged(random, number + scale, (_times(value, SCALES[scale]), "元", "money"))


def count(random: Random) -> Piece:
    number, value = _integer(random)
    scale = random.choice(["", "", "", "万"])
    infix = random.choice(["", "", "", "余", "多"])
    unit = random.choice(list(COUNTED))
    body = f"{number}{scale}{infix}{unit}"
    piece = _hedged(random, body, (_times(value, SCALES[scale]), unit, "count"), infix)
    return _tail(random, piece, COUNTED[unit])


def count_in_words(random: Random) -> Piece:
    number = random.choice([random.randint(11, 99), random.randint(100, 99999), 300000])
    unit = random.choice([unit for unit in COUNTED if unit not in ("条", "次", "项", "起", "处")])
    infix = random.choice(["", "", "余"]) if number % 10 == 0 else ""
    return _hedged(random, words(number) + infix + unit, (str(number), unit, "count"), infix)


def small_count_in_words(random: Random) -> Piece:
    number = random.randint(3, 9)
    unit = random.choice(["个", "名", "户", "家", "次", "件", "支", "台", "项", "所"])
    body = words(number) + unit
    if body == "九所":
        body, number = "三所", 3
    return body, (body, str(number), unit, "count", "exact", None)


def percent(random: Random) -> Piece:
    number, value = f"{random.randint(0, 180)}", ""
    part = random.choice(["", f"{random.randint(0, 99):02}", f"{random.randint(0, 9)}"])
    value = f"{number}.{part}".rstrip("0").rstrip(".") if part else number
    printed = f"{number}.{part}" if part else number
    unit = random.choice(["%", "%", "%", "‰", "个百分点"])
    return _hedged(random, printed + unit, (value, unit, "percent"))


def percent_in_words(random: Random) -> Piece:
    number = random.randint(1, 99)
    body = f"百分之{words(number)}"
    return _hedged(random, body, (str(number), "%", "percent"))


def fraction(random: Random) -> Piece:
    whole = random.randint(3, 9)
    part = random.randint(1, whole - 1)
    body = f"{words(whole)}分之{words(part)}"
    return _hedged(random, body, (str(part), f"/{whole}", "percent"))


def count_range(random: Random) -> Piece:
    low = random.randint(1, 500)
    high = low + random.randint(1, 500)
    unit = random.choice(["个", "人", "次", "家", "户", "人次", "件"])
    dash = random.choice(["-", "—", "~", "至", "～", "－"])
    body = f"{low}{random.choice(['', unit])}{dash}{high}{unit}"
    return body, (body, f"{low}/{high}", unit, "count", "exact", None)


def percent_range(random: Random) -> Piece:
    low = random.randint(1, 80)
    high = low + random.randint(1, 19)
    body = f"{low}{random.choice(['', '%'])}{random.choice('-—~至')}{high}%"
    return body, (body, f"{low}/{high}", "%", "percent", "exact", None)


def money_range(random: Random) -> Piece:
    low = random.randint(1, 80)
    high = low + random.randint(1, 19)
    dash = random.choice("-—~至")
    body = random.choice([f"{low}{dash}{high}万元", f"{low}万{dash}{high}万元"])
    return body, (body, f"{low}0000/{high}0000", "元", "money", "exact", None)


def rate_of_money(random: Random) -> Piece:
    number, value = _number(random)
    unit = random.choice(["元/人", "元/平方米", "元/人/年", "元/户·年", "元/吨"])
    return number + unit, (number + unit, value, unit, "money", "exact", None)


def measure(random: Random) -> Piece:
    number, value = _number(random)
    scale, unit = random.choice(["", "", "万"]), random.choice(MEASURED)
    body = number + scale + unit
    return _hedged(random, body, (_times(value, SCALES[scale]), unit, "measure"))


def duration(random: Random) -> Piece:
    number, unit = random.randint(1, 99), random.choice(LASTING)
    return _hedged(random, f"{number}{unit}", (str(number), unit, "duration"))


def age(random: Random) -> Piece:
    number, unit = random.randint(3, 99), random.choice(["岁", "周岁"])
    word = random.choice(["以上", "及以上", "以下"])
    approx, comparator = AFTER.get(word, ("exact", None))
    body = f"{number}{unit}{word}"
    return body + "人群", (body, str(number), unit, "age", approx, comparator)


def score(random: Random) -> Piece:
    number = f"{random.randint(1, 99)}{random.choice(['', '.5', '.25'])}"
    return f"{number}分", (f"{number}分", number, "分", "score", "exact", None)


def date(random: Random) -> Piece:
    year, month, day = random.randint(1990, 2035), random.randint(1, 12), random.randint(1, 28)
    later = random.randint(month, 12)
    body, value, unit = random.choice(
        [
            (f"{year}年", f"{year}", "年"),
            (f"{year}年{month}月", f"{year}-{month:02}", "月"),
            (f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", "日"),
            (f"{month}月{day}日", f"{month}-{day}", "日"),
            (f"{month}月", f"{month}", "月"),
            (f"1-{later}月", f"1/{later}", "月"),
            (f"{year}年1—{later}月", f"{year}-01/{year}-{later:02}", "月"),
            (f"{year}—{year + 2}年", f"{year}/{year + 2}", "年"),
            (f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}", "日"),
            (f"第{'一二三四'[month % 4]}季度", f"{month % 4 + 1}", "季度"),
        ]
    )
    return body, (body, value, unit, "date", "exact", None)


def rank(random: Random) -> Piece:
    place = random.randint(1, 30)
    body, unit, comparator = random.choice(
        [
            (f"第{place}", "", None),
            (f"第{words(place)}", "", None),
            (f"第{place}位", "位", None),
            (f"第{words(place)}名", "名", None),
            (f"前{words(place + 1)}名", "名", "<="),
            (f"前{place + 1}位", "位", "<="),
        ]
    )
    value = str(place + 1 if comparator else place)
    return body, (body, value, unit, "rank", "exact", comparator)


def cheque(random: Random) -> Piece:
    number = random.randint(10, 999999)
    capital = words(number).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    )
    body = f"{capital}元整"
    return body, (body, str(number), "元", "money", "exact", None)


def full_width(random: Random) -> Piece:
    printed, (body, *stated) = random.choice([money, count, percent, measure])(random)
    text = body.translate(FULL)
    return printed.replace(body, text, 1), (text, *stated)  # type: ignore[return-value]


def words(number: int) -> str:
    """A number below a hundred million as it is written in words."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return words(high) + "万" + (gap + words(low) if low else "")
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += DIGITS[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


FORMS: list[Callable[[Random], Piece]] = [
    money,
    money,
    money_without_yuan,
    count,
    count,
    count_in_words,
    small_count_in_words,
    percent,
    percent_in_words,
    fraction,
    count_range,
    percent_range,
    money_range,
    rate_of_money,
    measure,
    duration,
    age,
    score,
    date,
    rank,
    cheque,
    full_width,
]
