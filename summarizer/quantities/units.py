"""Units and measure words: the list, their kinds, and conversions.

To add a unit, add one word to a table below. Different units are kept apart: 人, 人次 and 户 are
three units; 平米 and 平方米 are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from summarizer.caching import cache_short_texts
from summarizer.schema.quantity import Kind

__all__ = ["CHINESE_UNITS", "UNITS", "conversion", "in_unit", "kind_of", "normal_unit", "trie"]

_COUNT = """
个 人 人次 人份 人天 名 位 户 户次 家 家次 次 场 场次 件 件次 件套 起 份 条 条次 项 项次 栋
幢 座 座次 处 处次 套 台 台套 台次 台班 辆 辆次 车次 艘 艘次 架次 班次 趟次 航次 支 篇 篇次
册 册次 期 本 部 部门 部委 批 批次 所 对 棵 株 头 只 匹 尾 羽 张 块 片 间 层 例 宗 笔 单 节 节次
课时 学时 堂 堂课 节课 门 种 种次 款 具 口 眼 盏 根 杆 面 副 幅 枚 顶 把 架 列 趟 圈 道 孔 扇 樘
床 床位 席 席位 桌 箱 袋 瓶 桶 盒 剂 剂次 针 针次 针剂 粒 卷 捆 束 盆 村 乡 镇 县 大类 大项
小项 小类 类 群 股 标段 轮 轮次 遍 乡镇 县区 县市区 车位 泊位 岗位 学位 厕位 蹲位 机位 楼栋 回
客次 人月 商户 摊位 学分 颗 罐 组 路 客 班 集 首 队 网 双 环 字
"""
_MEASURE = """
平方米 平方公里 平方千米 平方厘米 平方 平米 ㎡ m² m2 km² km2 ㎢ 公顷 hm² hm2 亩 亩次 公里
千米 km 海里 华里 米 m 延米 延长米 厘米 cm 毫米 mm 微米 μm 英寸 吨 吨标准煤 吨标煤 吨公里
公斤 千克 kg KG 克 g 毫克 mg 微克 μg ug 斤 立方米 立方 m³ m3 ㎥ 方 升 L 毫升 ml mL 千瓦时
千瓦 kW kw KW kWh kwh 兆瓦 MW MWh 兆瓦时 瓦 度电 千伏 kV KV kv 伏 千伏安 kVA 分贝 dB 摄氏度
℃ °C 赫兹 GB TB MB PB 兆 Mbps 倍 标准立方米 车公里 人公里 英亩 担 千卡 大卡 帕 千帕 兆帕
"""
_MONEY = """
元 圆 块钱 角 美元 港元 港币 欧元 日元 英镑 韩元 澳元 加元 卢布
新台币
"""
_PERCENT = "% 百分比 ‰ ‱ 个百分点 百分点 个基点 成"
_SCORE = "分"
_AGE = "岁 周岁"
_DURATION = """
年 个月 个年度 个季度 小时 个小时 分钟 秒 工日 天 个工作日 工作日 日 日历天 周 个星期 星期
昼夜 个昼夜 学年 个学年 个学期 学期 个世纪 刻钟 个自然日 自然日
"""
# Words that begin with a measure word and may follow a bare number: 5方面, 3项目, 90分制. Only
# these: 3家具有资质的机构 and 2批示范村 are counts, though 家具 and 批示 are words.
_BEGINS = {
    "个": "多月 半月 半小时 多小时 一” 一工程",
    "人": "均 才(?!培) 大代表",
    "名": "录 单 次",
    "位": "于 置 列 居 数 移",
    "户": "籍 均",
    "家": "庭(?!院)",
    "次": "序 生灾",
    "场": "所 均",
    "起": "草 止 点 步",
    "份": "额",
    "成": "立 员 功 果 长 年 本 都 为 效 就 绩 分 了 品 型 熟 人 交 份 套 片 活 家 渠",
    "条": "件 款 例",
    "项": "目(?!标)",
    "座": "谈",
    "套": "餐",
    "台": "账 帐",
    "支": "部 付 出 持 撑",
    "篇": "幅 章",
    "期": "间 末 初 工程 建设 项目",
    "本": "年 级 次 单位 部门",
    "部": "门 分 队 署 委 级 长",
    "部门": "联系人 负责人 名称 整体 预算 决算",
    "所": "示 列 述 需 属",
    "对": "于 应 比 照 外 口",
    "头": "部 脑",
    "只": "有 是 需 能 要 为 见",
    "匹": "配",
    "尾": "水 款",
    "片": "区",
    "间": "接 隔 距",
    "层": "级 面 次",
    "例": "如",
    "单": "位 独 一 项 元 价 体",
    "节": "能 约 水 电 假 日 点 省 气",
    "门": "诊 类 槛 户",
    "种": "类",
    "款": "项",
    "具": "体 有 备",
    "口": "径 岸 罩",
    "面": "积 对 向 临 上 前",
    "副": "产 主 书 处 局 科 县 市 区 镇 省 食 业",
    "幅": "度",
    "顶": "级",
    "架": "构",
    "列": "入 车 为 支 示 席",
    "道": "路 德 口",
    "针": "对",
    "村": "民 委 级 庄 镇",
    "乡": "村",
    "镇": "区 街 村 级 政",
    "县": "城 级",
    "类": "别 型 似",
    "群": "众 体 团",
    "股": "份 东",
    "轮": "车 椅 胎",
    "回": "收 访 复",
    "米": "兰",
    "克": "服",
    "方": "面 案 便 式 向 可 能 法 针 位",
    "升": "级 至 到 学 值 温",
    "倍": "数",
    "元": "旦 宵 素",
    "角": "度 落 色",
    "分": "钟 之 公司 局 店 院 校 区 队 厂 馆 支 行 制 子 厘 贝 米 升 值 项 类 离 布 级 别 管 中心",
    "年": "级 代 龄",
    "天": "然 津",
    "日": "均 常 用 间 趋 益 记 报 本 产 清 化 历",
    "周": "年 边 期 转 围 密 报 末 一 二 三 四 五 六 日",
    "星期": "一 二 三 四 五 六 日 天",
    "人月": "均",
    "商户": "满意 数",
    "摊位": "费 数",
    "学分": "制",
    "颗": "粒",
    "罐": "车 体",
}
# Measure words that are mostly parts of names: 3组村民, 12路公交, 2环路, 1队员. They count only if
# one of these characters follows.
_ALONE = {
    "组": "数据 设备 器材 照片 电池 座椅 货架 健身 消防 垃圾桶 宣传 展板 文件柜 书架 样品 样本",
    "路": "视频 监控 摄像 高清 信号",
    "客": "",
    "班": "学员",
    "集": "纪录片 专题 电视 宣传片 系列 短视频 短片 微 动画 广播 节目 连续剧",
    "首": "歌 原创 诗 曲 作品 红歌",
    "队": "",
    "网": "",
    "双": "鞋 手套 袜 筷 胶鞋 棉鞋 运动鞋 布鞋 皮鞋 劳保 雨靴 雨鞋",
    "环": "",
    "字": "",
}
_CONNECTING = "以上 以下 以内 左右 的 和 及 与 或 并 共 等"
# Units allowed after a Chinese numeral; the others (三级, 四类, 五方) are mostly names.
_AFTER_WORDS = """
个 人 人次 名 位 户 户次 家 次 场 场次 件 起 份 条 项 栋 幢 座 处 套 台 台套 辆 辆次 支 篇
册 所 对 棵 株 头 只 间 例 宗 笔 盏 眼 枚 艘 批 批次 轮 剂次 人份 课时 学时 部门 平方米 平方公里
平米 公顷 亩 公里 千米 米 厘米 毫米 吨 公斤 千克 立方米 立方 千瓦时 千瓦 倍 个百分点 百分点 成
元 美元 港元 欧元 分 岁 周岁 年 个月 小时 个小时 分钟 天 个工作日 工作日 周 个星期 星期
学年 个季度 个学期 昼夜 日历天 个自然日 自然日
"""
_TABLES: tuple[tuple[Kind, str], ...] = (
    ("count", _COUNT),
    ("measure", _MEASURE),
    ("money", _MONEY),
    ("percent", _PERCENT),
    ("score", _SCORE),
    ("duration", _DURATION),
    ("age", _AGE),
)


_KINDS: dict[str, Kind] = {unit: kind for kind, units in _TABLES for unit in units.split()}
UNITS = MappingProxyType(_KINDS)
CHINESE_UNITS = frozenset(_AFTER_WORDS.split())

# Conversions: base unit, then each unit and its factor.
_ALIKE = """
元 块钱 1 圆 1 角 1/10
% 百分比 1 ‰ 1/10 ‱ 1/100 成 10
个百分点 百分点 1 个基点 1/100
平方米 平米 1 平方 1 ㎡ 1 m² 1 m2 1 平方公里 1000000 平方千米 1000000 km² 1000000 km2 1000000
平方米 ㎢ 1000000 公顷 10000 hm² 10000 hm2 10000 亩 2000/3 平方厘米 1/10000
米 m 1 延米 1 延长米 1 公里 1000 千米 1000 km 1000 厘米 1/100 cm 1/100 毫米 1/1000 mm 1/1000
公斤 千克 1 kg 1 KG 1 吨 1000 克 1/1000 g 1/1000 毫克 1/1000000 mg 1/1000000 斤 1/2
立方米 立方 1 方 1 m³ 1 m3 1 ㎥ 1 升 1/1000 L 1/1000 毫升 1/1000000 ml 1/1000000 mL 1/1000000
千瓦时 度电 1 kWh 1 kwh 1 兆瓦时 1000 MWh 1000
千瓦 kW 1 kw 1 KW 1 兆瓦 1000 MW 1000 瓦 1/1000
千伏 kV 1 KV 1 kv 1 伏 1/1000
℃ 摄氏度 1 °C 1
分贝 dB 1
天 日 1
小时 个小时 1 分钟 1/60 秒 1/3600 刻钟 1/4
周 星期 1 个星期 1
个工作日 工作日 1
岁 周岁 1
月 月份 1
日 号 1
"""
_CONVERSIONS: dict[str, tuple[str, Fraction]] = {
    unit: (base, Fraction(factor))
    for base, *units in map(str.split, _ALIKE.strip().splitlines())
    for unit, factor in zip(units[::2], units[1::2], strict=True)
}
_POWERS = {"万": 4, "亿": 8}
_SCALED = re.compile("(?P<scale>[万亿])(?P<unit>[^万亿].*)")
_OF_A_WHOLE = re.compile(r"/(\d{1,9})", re.ASCII)


@cache_short_texts(1024)
def conversion(unit: str) -> tuple[str, Fraction]:
    """Return the base unit and the factor of one unit; an unknown unit is its own base.

    >>> conversion("亩"), conversion("人次"), conversion("万元")
    (('平方米', Fraction(2000, 3)), ('人次', Fraction(1, 1)), ('元', Fraction(10000, 1)))
    """
    head, slash, rest = unit.partition("/")
    if slash and head:
        base, factor = conversion(head)
        return (f"{base}/{'/'.join(normal_unit(part) for part in rest.split('/'))}", factor)
    if share := _OF_A_WHOLE.fullmatch(unit):
        return "%", Fraction(100, int(share[1]) or 1)
    if scaled := _SCALED.fullmatch(unit):
        base, factor = conversion(scaled["unit"])
        return base, factor * 10 ** _POWERS[scaled["scale"]]
    return _CONVERSIONS.get(unit, (unit, Fraction(1)))


def normal_unit(unit: str) -> str:
    """Return one spelling for units of the same size: 平米 and ㎡ are 平方米; 人次 stays 人次.

    >>> normal_unit("平米"), normal_unit("人次"), normal_unit("公里")
    ('平方米', '人次', '公里')
    """
    base, factor = conversion(unit)
    return base if factor == 1 else unit


def in_unit(value: Decimal, unit: str, other: str) -> Decimal | None:
    """Convert a value to another unit; return None if the units measure different things.

    >>> in_unit(Decimal(11500), "米", "公里"), in_unit(Decimal(3), "人", "人次")
    (Decimal('11.5'), None)
    """
    (base, factor), (other_base, per) = conversion(unit), conversion(other)
    if base != other_base:
        return None
    ratio = factor / per
    return value * ratio.numerator / ratio.denominator


def kind_of(unit: str) -> Kind:
    """Return the kind of quantity of a unit; an unknown measure word is a count.

    >>> kind_of("元/人"), kind_of("㎡"), kind_of("个百分点"), kind_of("/3"), kind_of("/10万")
    ('money', 'measure', 'percent', 'percent', 'count')
    """
    if unit.startswith("/"):
        return "count" if "万" in unit else "percent"
    head = unit.partition("/")[0]
    return UNITS.get(unit) or UNITS.get(head) or UNITS.get(head.lstrip("万亿")) or "count"


def trie(units: Iterable[str] | None = None) -> str:
    """Return a pattern that matches the longest unit, each with the guard of its table."""
    return _branch({unit: _guard(unit) for unit in sorted(UNITS if units is None else units)})


def _guard(unit: str) -> str:
    if unit in _ALONE:
        allowed = f"{_ALONE[unit]} {_CONNECTING}".split()
        return f"(?!(?!{'|'.join(allowed)})[\u4e00-\u9fff])"
    words = _BEGINS.get(unit, "").split()
    return f"(?!{'|'.join(words)})" if words else ""


def _branch(words: dict[str, str]) -> str:
    """Group units by first character, so that the engine examines each character once."""
    firsts: dict[str, dict[str, str]] = {}
    for word, guard in words.items():
        if word:
            firsts.setdefault(word[0], {})[word[1:]] = guard
    plain = "".join(re.escape(first) for first, rest in firsts.items() if rest == {"": ""})
    options = [f"[{plain}]"] if plain else []
    options += [
        re.escape(first) + _rest(rest) for first, rest in firsts.items() if rest != {"": ""}
    ]
    return f"(?:{'|'.join(options)})"


def _rest(rest: dict[str, str]) -> str:
    longer = {word: guard for word, guard in rest.items() if word}
    if "" not in rest:
        return _branch(longer)
    end = rest[""]
    return f"(?:{_branch(longer)}|{end})" if longer else end
