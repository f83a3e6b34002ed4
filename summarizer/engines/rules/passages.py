"""A chunk → passages: runs of sentences of one paragraph that play one role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.genre.clauses import clauses_of
from summarizer.genre.sections import Role, is_mixed, label_role, opening_role, section_role
from summarizer.schema import Block, Chunk, Document

__all__ = ["Passage", "passages_of"]

Offsets = tuple[int, int]

# A line of a form or of the page around a report: who fills it in, where it is filed.
_FIELD = re.compile(
    r"""[（(•\-\s]*(?:
      (?:项目|预算|填报|主管|实施|资金使用|评价|申报)?(?:单位|部门|名称|人|日期|时间|年度|项目)
      (?:名称|[（(]?(?:盖章|公章)[）)]?|负责人)?
    | 索\s?引\s?号 | 文\s*号 | 发文字号 | (?:发布|公开|发文|成文)(?:机构|机关|日期|目录)
      | 主题分类 | 信息分类
    | 名\s*称 | 时效性 | 有效性 | 来源 | 浏览[次量]数?
    )[：:|\s][^，。；]{0,60}$""",
    re.VERBOSE,
)
_BARS = re.compile(r"\s[|｜]|[|｜]\s")
# A value by itself: the form that it stood in is lost, and with it what it counts.
_VALUE = re.compile(
    r"""[≥≤=＝><＞＜≧≦]?\s*[\d,，.．]+\s*(?:[%％]|[\u4e00-\u9fff][\u4e00-\u9fff/]{0,3})?
    |\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[前底末]?""",
    re.VERBOSE,
)
# A label of a form is put together from nothing but these.
_LABEL = re.compile(
    r"""(?:项目|年度|实施期|中期|总体|预期|绩效|资金|预算|专项|部门|单位|自评|评价|完成|执行|实际|管理|使用
    |偏差|原因|分析|改进|措施|存在|问题|情况|说明|指标|目标|名称|序号|备注|类型|性质|[一二三]级|值|数|率
    |得分|分值|权重|及|和|与|、|[（(](?:万?元|[A-Z%％/]+)[)）])+""",
    re.VERBOSE,
)
# Among targets, money that was handed down or came in is none; what it is for is one again.
_GRANTED = re.compile(
    r"""(?:(?:根据|按照?|依据)[^。；\n]{2,90}，)?
    [^，。；：]{0,24}(?:下达|拨付|到位|配套|总投[入资]|财政拨款|预算(?:收入|支出|总额|资金))
    [^，。；目指率控不≤]{0,30}\d""",
    re.VERBOSE,
)
# Where facts, funds or results are told, a sentence that only says what was planned is a promise:
# 「项目计划资助学生3200人」; 「计划总投资500万元」 is a budget.
_PLAN = re.compile(
    r"""(?:[^，。；：]{0,14}?(?:项目|工程|资金|专项))?(?:20\d\d年度?|全年|年度|本年度?|年初|原)*(?:计划|拟|规划)
    (?!生育|单列|财务|管理|总?投[资入]|安排|总?支出|使用|的|和|、|外|内|数|值)[^，。；]*\d""",
    re.VERBOSE,
)
# 「下达绩效目标为完成危房改造210户」
_AIMED = re.compile(r"[^，。；：]{0,8}(?:绩效|年度|总体)目标(?:任务)?(?:为|是)(?!\d)")
_OUTCOME = re.compile(r"实际|已(?!批)|完成率|完成比例|均完成|超额")
_TOLD_LATER = re.compile(r"实际|已|截[至止]|完工|开工|完成")
_MONEY = re.compile(r"\d\s*[万亿千]?元")
_AIM_LABEL = re.compile("绩效目标|^(?:年度)?(?:总体|预期|年度)目标$|^20\\d\\d年(?:度)?目标$")
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one paragraph or heading under one role. `mixed` says that problems and
    measures stand under one heading; `has_body` that text follows a heading."""

    document: Document
    role: Role
    path: tuple[str, ...]
    sentences: tuple[Offsets, ...]
    heading: bool = False
    mixed: bool = False
    has_body: bool = False

    @property
    def start(self) -> int:
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        return self.sentences[-1][1]

    @property
    def is_whole(self) -> bool:
        """Is it all that stands under its heading?"""
        section, text = self.document.section_at(self.start), self.document.text
        above = text[section.start : self.start].strip("\n")
        return "\n" not in above and not text[self.end : section.end].strip(" \n\t\u3000。")

    @property
    def topic(self) -> str:
        """The innermost heading."""
        return self.path[-1] if self.path else ""


def passages_of(chunk: Chunk) -> Iterator[Passage]:
    """The passages of a chunk outside of its tables, in reading order."""
    document = chunk.document
    role: Role = "results"
    path: tuple[str, ...] | None = None
    for block, sentences in _by_block(chunk):
        section = document.section_at(sentences[0][0])
        home = section_role(section.path)
        if section.path != path:
            path, role = section.path, home
        if block is not None and block.kind in ("heading", "title"):
            if block.kind == "heading":
                body = _has_body(document, block)
                mixed = _is_mixed(role, path)
                yield Passage(document, role, path, tuple(sentences), True, mixed, body)
            continue
        for role, run in _by_role(document.text, role, sentences, home):  # noqa: B020
            for plan, part in _by_plan(document.text, role, run):
                kind: Role = "targets" if plan else role
                yield Passage(document, kind, path, tuple(part), mixed=_is_mixed(role, path))


def _is_mixed(role: Role, path: tuple[str, ...]) -> bool:
    return role in ("problems", "measures") and any(is_mixed(words) for words in path)


def _has_body(document: Document, heading: Block) -> bool:
    """Does anything stand under a heading: text, or headings of its own?"""
    section = document.section_at(heading.start)
    if document.text[heading.end : section.end].strip(" \n\t\u3000：:。"):
        return True
    after = document.section_at(min(section.end, len(document.text) - 1))
    return after.start >= section.end and after.path[: len(section.path)] == section.path


def _by_block(chunk: Chunk) -> Iterator[tuple[Block | None, list[Offsets]]]:
    """Sentences outside of tables, those of one block together."""
    held: list[Offsets] = []
    holder: Block | None = None
    for sentence in chunk.sentences:
        block = chunk.document.block_at(sentence[0])
        if block is not None and block.kind in ("table", "noise"):
            continue
        words = chunk.document.text[slice(*sentence)]
        if (block is None or block.kind == "paragraph") and _is_of_a_form(words):
            continue
        if held and (block is None or block != holder):
            yield holder, held
            held = []
        holder = block
        held.append(sentence)
    if held:
        yield holder, held


def _is_of_a_form(words: str) -> bool:
    """A line that tells nothing by itself: a field, a label, a value, the cells of a row."""
    if _BARS.search(words) or _FIELD.fullmatch(words) or _VALUE.fullmatch(words.strip()):
        return True
    parts = words.rstrip("：:").split()
    labels = [part for part in parts if _LABEL.fullmatch(part)]
    return bool(labels) and 2 * len(labels) >= len(parts)


def _by_role(
    text: str, role: Role, sentences: list[Offsets], home: Role
) -> Iterator[tuple[Role, list[Offsets]]]:
    """Sentences of a paragraph, cut where a run-in label or an opening turns the role; money told
    among targets, where they are at `home`, turns it for its own sentence."""
    held: list[Offsets] = []
    for start, end in sentences:
        turned = _turn(text, start, end, role)
        if turned is None and role == "funds" and home == "targets":
            turned = None if _MONEY.search(text, start, end) else "targets"
        if turned is not None and turned != role:
            if held:
                yield role, held
            held, role = [], turned
        held.append((start, end))
    if held:
        yield role, held


def _by_plan(
    text: str, role: Role, sentences: list[Offsets]
) -> Iterator[tuple[bool, list[Offsets]]]:
    """Sentences cut where one only says what was planned, and whether a part is such a plan."""
    held: list[Offsets] = []
    for sentence in sentences:
        if _is_plan(text, role, sentence, text[sentence[1] : sentences[-1][1]]):
            if held:
                yield False, held
            held = []
            yield True, [sentence]
        else:
            held.append(sentence)
    if held:
        yield False, held


def _is_plan(text: str, role: Role, sentence: Offsets, later: str) -> bool:
    """Among results a plan is told only where its outcome follows; alone it lies ahead."""
    if role not in ("background", "funds", "duties", "results"):
        return False
    first = next(iter(clauses_of(text, *sentence)), None)
    if first and role != "results" and _AIMED.match(text, first.start, sentence[1]):
        return True
    if first is None or not _PLAN.match(text, first.start, sentence[1]):
        return False
    if _OUTCOME.search(text, *sentence):
        return False
    return role != "results" or bool(_TOLD_LATER.search(later))


def _turn(text: str, start: int, end: int, role: Role) -> Role | None:
    """The role that the first words of a sentence turn to, if they do."""
    for clause in clauses_of(text, start, end)[:1]:
        words = text[clause.start : clause.end]
        labelled = text[clause.end : clause.end + 1] in ("：", ":") and clause.end < len(text)
        if labelled or (clause.end >= end - 1 and len(words) <= _LONGEST_LABEL):
            told = label_role(words)
            if told in ("problems", "measures") or (labelled and _may_turn(told, role, words)):
                return told
    if role == "targets" and _GRANTED.match(text, start, end):
        return "funds"
    if role in ("results", "funds", "problems", "other"):
        return opening_role(text[start:end], role)
    return None


def _may_turn(told: Role | None, role: Role, label: str) -> bool:
    """Does a label other than of problems and measures open a part? Class names of indicators
    inside results do not: 「数量指标：开展培训12次」."""
    if told == "targets":
        return role in ("background", "funds", "method", "other") or bool(_AIM_LABEL.search(label))
    return told == "results" and role != "funds"
