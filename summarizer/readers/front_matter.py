"""Find the title of a report, its organization and its fiscal year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.readers.lines import Line
from summarizer.readers.numbering import marker
from summarizer.schema import Table

__all__ = ["Title", "find_title", "fiscal_year", "organization"]

# A title stands among the first printed lines and rarely spans more than three.
HEAD_LINES = 14
SEARCHED_LINES, LONGEST_TITLE, LONGEST_TITLE_LINE = 25, 90, 60

_TITLE_END = re.compile(
    r"(?:报告书?|结果|自评表|评价表|申报表|目标表|情况表|一览表|说明|综述|总结|汇报|公开|方案|公示|决算|摘要"
    r"|情况|评价|自评|简报|材料|信息|报告[（(].{1,14}[）)])(?:[（(].{1,14}[）)])?$"
)
_TITLE_WORD = re.compile("绩效|评价|决算|预算|支出|自评|报告|项目")
# Lines above or below a title that do not belong to it.
_ASIDE = re.compile(
    r"^(?:附件|附表|附[：:]|目录$|密级|编号|文号|签发|抄送|索引号|发布|来源|时间|日期|浏览|字体|打印)"
    r"|〔\d{4}〕\s*\d+\s*号|[\[［]\d{4}[\]］]\s*\d+\s*号|文件$|^\(?（?(?:盖章|公章)"
    r"|^(?:项目|单位|部门|评价|委托|主管|实施|填报|填表|预算|资金|报告|编制|联系|负责)\S{0,8}[：:]"
)
# Text that government web sites print around a title.
_PAGE_MARK = re.compile(
    r"[>»]|^(?:首页|主页|欢迎|您(?:现在|当前)|当前位置|来源|信息来源|信息类型|发布|发文|成文|公开|主题|体裁|分类|有效性|时效性"
    r"|字号|字体|浏览|打印|关闭|分享|扫一扫|无障碍|公告正文|文档简介|文件名称|统一登记号|生效日期|索\S?引|下载)"
    r"|[\[【]\S{2,6}[\]】]"
)
_NAMED = re.compile(r"^[•·\-*\s]*(?:名\s*称|标\s*题|文件名)\s*[：:]\s*")
_DATE_LINE = re.compile(
    r"[（(]?[12二][0〇○零9九]\S{2}年(?:\s*\S{1,3}\s*月(?:\s*\S{1,3}\s*日)?)?[）)]?"
)
_YEAR_LINE = re.compile(r"[（(]\s*(?:20\d\d|二[〇○零]\S{2})\s*年度?\s*[）)]")
_MENU = re.compile(r"\S(?:\s{2,}|\t)\S{2,6}(?:\s{2,}|\t)\S")
# A part of a title names a year, a place, an office, money or a report.
_TITLE_PART = re.compile(
    rf"(?:19|20)\d\d|二[〇○零]|[省市县区州旗镇乡]|{_TITLE_WORD.pattern}|资金|经费|专项|政策|工程|部门|单位"
    r"|[局厅院校署委]$|中心|街道|人民政府"
)
_SENTENCE = re.compile("[。！？；，：:;]")
_BLANK = re.compile(r"\s+")

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:-|—|至|－)?\s*(?:20[0-4]\d)?\s*(年度|年)")
_CHINESE_YEAR = re.compile("二[〇○零O0]([〇○零一二三四])([〇○零一二三四五六七八九])年")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}

_BODY = (
    r"街道办事处|街道工作委员会|街道工委|街道|人民政府办公室|人民政府|管理委员会|管委会|工作委员会|委员会|党工委"
    r"|人大常委会|政府办|[省市县区州旗]委办|政协|纪委监委|纪委|监委|检察院|人民法院|法院|公安局|派出所|财政局|办事处|居委会|村委会"
    r"|办公厅|办公室|研究院|研究所|研究中心|服务中心|管理中心|保障中心|中心|管理局|监督局|分局|总局|局"
    r"|大学|学院|党校|小学校|学校|中学|小学|幼儿园|医院|卫生院|福利院|敬老院|博物馆|图书馆|文化馆|纪念馆|档案馆|科技馆|体育馆"
    r"|管理站|服务站|水利站|气象台|电视台|融媒体中心|监狱|看守所|戒毒所|管理所|事务所|管理处|服务处|事务处|养护处"
    r"|总工会|联合会|妇联|团委|红十字会|残联|文联|科协|侨联|工商联|协会|学会|基金会|总队|支队|大队|中队|救援队"
    r"|有限公司|集团公司|集团|公司|出版社|报社|社会工作部|组织部|宣传部|统战部|武装部|政法委|编办|信访局|厅|署|院"
    r"|指挥部|领导小组|镇(?!级|村|街道|中)|乡(?!村|镇|土)|苏木|农场|林场|社区|开发区|园区|新区|高新区|委(?=20|二〇|部门|整体|项目|$)"
)
_ORGANIZATION = re.compile(_BODY)
# A name without an end mark counts only for an office: 中小学校舍 names no school.
_OFFICE = re.compile(
    r"(?:街道办事处|街道|人民政府|委员会|管委会|指挥部|[局厅署委]|中心|办公室|检察院|法院|党校|(?<![城乡集古村])镇"
    r"|第[一二三四五六七八九十]{1,3}[中小]学|实验[中小]学|中心小学|人民医院|中医院|卫生院|保健院)$"
)
# What a title says after the name: the subject of the evaluation.
_AFTER_NAME = re.compile(
    r"^(?:的|关于|[（(]|本级|机关|[12]\d{3}\s*[-—至年]|二[〇○零]|部门|单位|整体|绩效|预算|决算|财政|项目支出|支出|重点|专项"
    r"|一般|政府|自评|$)"
)
_LEADING = re.compile(
    r"^(?:附件\s*\d*\s*[：:.]?|关于|[（(]?(?:20\d\d|二[〇○零]\S{2})\s*(?:[-—至－]\s*(?:20)?\d\d)?\s*年度?[）)]?)+"
)
_DAY = re.compile(r"20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
# What is to be done by then lies after the year of the report.
_DEADLINE = re.compile(r"20\d\d\s*年\s*(?:\d{1,2}\s*月)?\s*[底末中]?\s*之?前")
# Budget code of an office: 219001-柳溪镇人民政府.
_CODE = re.compile(r"^[\d\-—]+")
_SELF = re.compile(
    r"^(?:本|我|该|各|全)(?:单位|街道|部门|局|委|镇|乡|院|校|中心)?$|^(?:部门|单位)$"
)
_CONTINUOUS = re.compile(r"[\u4e00-\u9fff（）()·、]+")
_EVALUATOR = re.compile("事务所|咨询|评估|审计(?![局厅署处])|评价中心|招标|管理有限公司$")
_LABEL = (
    r"(?:单位名称|部门名称|预算单位|预算部门|项目实施单位|实施单位|项目单位|填报单位|申报单位|自评单位|被评价单位"
    r"|编制单位|报送单位|部门（单位）名称|资金使用单位|主管部门|项目主管部门)"
)
_LABELLED = re.compile(
    _LABEL + r"\s*(?:[（(][^）)\n]{1,8}[）)])?(?:\s*[：:\t|]\s*|[ \u3000]{2,})"
    r"(?P<name>[\u4e00-\u9fff]{3,30})"
)
_LABEL_START = re.compile(_LABEL)
_LABEL_CELL = re.compile(_LABEL + r"(?:[（(][^）)\n]{1,8}[）)])?[：:]?")


@dataclass(frozen=True, slots=True)
class Title:
    """The title as one string, and the places of the lines that print it."""

    words: str
    lines: tuple[int, ...]


def find_title(lines: Sequence[Line], taken: set[int]) -> Title | None:
    """Return the title among the first lines; it may span several and ends in 报告 or 结果."""
    head = _head(lines, taken)
    found = [place for place, at in enumerate(head) if _is_title(_BLANK.sub("", lines[at].words))]
    # A web page prints the document name in its metadata and path before the document itself.
    for place in found:
        words = _BLANK.sub("", lines[head[place]].words)
        if not _NAMED.match(words) and not _PAGE_MARK.search(words):
            return _joined(lines, head, place)
    return _first_line(lines, head)


def _is_title(words: str) -> bool:
    ends = _TITLE_END.search(words) and _TITLE_WORD.search(words)
    return bool(ends) and len(words) <= LONGEST_TITLE


def _head(lines: Sequence[Line], taken: set[int]) -> list[int]:
    """Return the lines before the first heading, sentence or long paragraph."""
    head: list[int] = []
    for place, line in enumerate(lines):
        if line.blank or place in taken:
            continue
        found = marker(line.words)
        if len(head) == SEARCHED_LINES or len(line.words) > LONGEST_TITLE:
            break
        if (found and found.style in ("part", "chinese")) or line.words.endswith(("。", "；")):
            break
        head.append(place)
    return head


def _joined(lines: Sequence[Line], head: list[int], last: int) -> Title:
    """Return the title that ends at a line, joined with the lines above and below that belong to
    it.
    """
    first = last
    whole = _BLANK.sub("", lines[head[last]].words)
    while first > 0 and _continues(lines[head[first - 1]].words):
        # A page may print its title twice.
        if whole in _BLANK.sub("", lines[head[first - 1]].words):
            break
        length = sum(len(lines[at].words) for at in head[first - 1 : last + 1])
        if length > LONGEST_TITLE or last - first > 2:
            break
        first -= 1
    if last + 1 < len(head) and _YEAR_LINE.fullmatch(lines[head[last + 1]].words):
        last += 1
    places = tuple(head[first : last + 1])
    return Title("".join(_BLANK.sub("", lines[at].words) for at in places), places)


def _continues(words: str) -> bool:
    """Return whether a line can be the upper part of a title."""
    packed = _BLANK.sub("", words)
    return (
        len(packed) <= LONGEST_TITLE_LINE
        and not _ASIDE.search(packed)
        and not _PAGE_MARK.search(packed)
        and not _MENU.search(words)
        and _TITLE_PART.search(packed) is not None
        and not _SENTENCE.search(packed)
        and not _DATE_LINE.fullmatch(packed)
        and marker(packed) is None
    )


def _first_line(lines: Sequence[Line], head: list[int]) -> Title | None:
    for at in head[:3]:
        words = _BLANK.sub("", lines[at].words)
        if _continues(words) and len(words) >= 4 and marker(lines[at].words) is None:
            return Title(words, (at,))
    return None


def fiscal_year(text: str, title: str | None) -> int | None:
    """Return the year that the report covers: from its title, else the year it mentions most.

    A day (2022年7月8日) often is that of writing; its year counts only if no other is printed. That
    of a deadline (2022年9月前) does not count.
    """
    text = _DEADLINE.sub("", text[:20_000])
    if years := _years(title or ""):
        return int(years[0][0])
    for words in (_DAY.sub("", text), text):
        if years := _years(words[:400]):
            return int(years[0][0])
        counted: Counter[int] = Counter()
        for year, word in _years(words):
            counted[int(year)] += 3 if word == "年度" else 1
        if counted:
            return max(counted, key=lambda year: (counted[year], year))
    return None


def _years(words: str) -> list[tuple[str, str]]:
    if "二" in words:
        words = _CHINESE_YEAR.sub(
            lambda m: f"20{_DIGITS.get(m[1], 0)}{_DIGITS.get(m[2], 0)}年", words
        )
    return _YEAR.findall(words)


def organization(
    text: str, title: str | None, lines: Sequence[Line], tables: Sequence[Table]
) -> str | None:
    """Return the organization of the report from its title, a form label or its signature.

    Returns None when the report names itself only as 本单位.
    """
    return (
        _of_title(title or "")
        or _of_form(text, tables)
        or _of_label(text)
        or _of_head(lines)
        or _of_signature(lines)
        or _of_text(text)
        or _of_publisher(text)
    )


def _of_title(title: str) -> str | None:
    words = _LEADING.sub("", _BLANK.sub("", title))
    ends = [match.end() for match in _ORGANIZATION.finditer(words[:60])]
    closed = [end for end in ends if _AFTER_NAME.match(words[end:])]
    open_ = [end for end in ends if _OFFICE.search(words[:end])]
    for end in closed[-1:] or open_[:1]:
        name = words[:end]
        if len(name) >= 3 and not _SELF.match(name):
            return name
    return None


# A text prints the full name of an office once and then abbreviates it or says what it is.
_INTRODUCED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{4,30}?)(?:[（(]以下简称|(?=是[一全市县区国省]\S{0,12}(?:单位|部门|机构|学校|医院|机关))"
    r"|(?=内设|下设|现有(?:在职|编制|人员))|(?=(?:部门|单位)?概(?:况|述)))"
)
_PUBLISHER = re.compile(
    r"(?:发布机构|发文机关|发布单位|信息来源|来源)\s*[\]】]?\s*[：:]?\s*(?P<name>[\u4e00-\u9fff]{4,30})"
)
# Organizations that publish for others.
_PORTAL = re.compile(r"人民政府$|政府办|[网台报]$|融媒体|政务")


def _of_text(text: str) -> str | None:
    """Return the office that the text introduces by its full name."""
    for match in _INTRODUCED.finditer(text[:3000]):
        words = _PREAMBLE.sub("", match["name"])
        if _is_alone(words):
            return words
    return None


# Text before a name in a sentence.
_PREAMBLE = re.compile(r"^.*?(?:根据|按照|受|由|对|为|年|度|的|中|，|现将)(?=[\u4e00-\u9fff]{4,})")


def _of_publisher(text: str) -> str | None:
    """Return the publisher of the page, unless it publishes for others."""
    for match in _PUBLISHER.finditer(text[:800]):
        if _is_alone(match["name"]) and not _PORTAL.search(match["name"]):
            return match["name"]
    return None


def _of_form(text: str, tables: Sequence[Table]) -> str | None:
    """Return the cell beside 实施单位 or 主管部门; the implementing unit takes precedence."""
    found: list[tuple[bool, str]] = []
    for table in tables[:3]:
        filled = [cell for cell in table.cells if not cell.is_empty]
        for label, cell in pairwise(filled):
            words = _BLANK.sub("", text[label.start : label.end])
            name = _BLANK.sub("", text[cell.start : cell.end])
            beside = label.row == cell.row and not cell.header
            if beside and _LABEL_CELL.fullmatch(words) and _is_name(name):
                found.append(("主管" in words, _CODE.sub("", name)))
    return min(found)[1] if found else None


def _is_name(words: str) -> bool:
    return bool(_ORGANIZATION.search(words)) and len(words) <= 30 and not _SELF.match(words)


def _of_label(text: str) -> str | None:
    for match in _LABELLED.finditer(text[:4000]):
        name = match["name"]
        if _is_name(name):
            return name
    return None


def _of_head(lines: Sequence[Line]) -> str | None:
    """Return a name alone on a line above or below the title."""
    for at in _head(lines, set())[:HEAD_LINES]:
        packed = _BLANK.sub("", lines[at].words)
        if _is_alone(packed) and not _LABEL_START.match(packed):
            return packed
    return None


def _is_alone(words: str) -> bool:
    """Return whether the line is a complete name, nothing else, and not the evaluator's."""
    ends = [match.end() for match in _ORGANIZATION.finditer(words)]
    whole = ends and ends[-1] == len(words) and 3 <= len(words) <= 30
    own = not _SELF.match(words) and not _EVALUATOR.search(words)
    return bool(whole) and own and _CONTINUOUS.fullmatch(words) is not None


def _of_signature(lines: Sequence[Line]) -> str | None:
    """Return a name alone on the last lines, with the date below it."""
    printed = [line.words for line in lines[-40:] if not line.blank][-6:]
    for name, date in pairwise(printed):
        packed = _BLANK.sub("", name)
        if _is_alone(packed) and _DATE_LINE.fullmatch(_BLANK.sub("", date)):
            return packed
    return None
