"""Words that decide whether a numeral is a count: idioms, slogans, names."""

from __future__ import annotations

import re

__all__ = [
    "ADDRESSES",
    "BARE_SCALE_MONEY",
    "MONEY_AFTER",
    "NAMED",
    "NOT_COUNTED_AFTER",
    "ONE_AT_THE_END",
    "ONE_IS_COUNTED",
    "ONE_PERIOD_AFTER",
    "ONE_PERIOD_BEFORE",
    "ORDINARY_WORDS",
    "PERIOD",
    "RANKING",
    "RATE",
    "RATIO",
    "SCORE",
    "TALLY",
    "ZERO_RATE",
]


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_SLOGANS = """
确立 维护 意识 自信 代表 全面 覆盖 务必 必须 文明 毫不 一律 百年 结合 责任 循环 转变 区分 到位
百分 服务意识 伟大 合格 最严 着力 坚持 统筹 明确 更加 振兴 严禁 不准 不得 允许 一批
一(?![0-9级类线流期般些定]) [“‘「『"]
"""
_NAMES = """
(?:五|六|七|八)项(?:规定|纪律) 四项基本原则 两项补贴 两项改革 三项制度 三项岗位 一件事 一批
[两三四五六]项(?:补贴|制度|机制|附加|建设|服务|改革|功能|行动)(?=[”》」』])
[一两二三四五]位(?:一体|数) [两三四五六]套(?:班子|房) [三四五]件套 四处(?![房违隐地点场])
七所八站 三支一扶 百家[争讲] 百人会 万人空巷 千千万 百年 千年 万年 两人转 (?<=一式)[两三四]份
二(?:次|人|期|套|等|元|本|类|级) 三次(?:产业|分配)
[一二三四五六七八九十]++次(?:全会|全体会议|党代|代表大会|全委)
一次(?:性|能源|办|告知|也|又|到位|供)
[一二三四五六七八九]元(?:化|论|结构|制|区|桥|体系|文化|一次) [一二三]元(?![整，。；])
五家渠 五棵松 三棵树 九台[区市] 三台县 五台[县山] 七台河 一米线 三只松鼠 六个核桃
十分(?!钟) 百分 万分 [一二三四五六七八九]分(?!钟)
三天(?:两|打鱼) (?<=打鱼)两天 (?<=番)[两三四五]次
一年(?:半载|一度|四季|来|之计|级|到头|又|以来) 十年(?:如一|树木|寒窗|磨)
"""
# N of these are a slogan if no noun follows; 三个创新平台 are three platforms.
_MOTTOS = """
精准 聚焦 强化 突出 加强 注重 提升 提高 确保 落实 优化 推进 创新 完善 统一 服务 面向 同步 融合
优先 严格 紧盯 做到 带头 打通 跟进 深化 抓实 着眼 围绕 立足 倍增 清零 先行 满意 放心 到户 转变
走在前 一致 零
"""
_MOTTO_ENDS = "[”’」』》、，。；]|原则|要求|标准|目标|工作法|$"
_PATHS = "巷 弄 红线 底线 铁律 禁令 主线 控制线 战线 腿 心 龙 例 措施” [”》」』]"
_NUMERAL = "[一两二三四五六七八九十]"
# The noun after it is a policy, a slogan or a place: 四个意识, 八项规定.
NAMED = re.compile(
    rf"""
    {_NUMERAL}个{_any(_MOTTOS)}(?={_MOTTO_ENDS})
  | {_NUMERAL}++[家户台间棵座](?=[子庄营屯堡寨沟铺]|村(?!民|集体|级|委|庄)|房[乡镇村街社地])
  | {_NUMERAL}个{_any(_SLOGANS)} | {_NUMERAL}++[个次名项人户家](?:也|都)(?:不|没|能|要)
  | {_NUMERAL}++条{_any(_PATHS)}
  | {_NUMERAL}++[处起道口面块头](?:奔|来|走|看|着|手|牌子)
  | {_any(_NAMES)}
    """,
    re.VERBOSE,
)
_MAKING = """
打造 招募 组建 建成 新建 扩建 改建 创建 成立 设立 设置 开设 完成 开展 组织 召开 举办 举行 实施
培育 引进 引入 新增 增加 增设 增配 配备 配置 购置 购买 采购 添置 发放 维修 改造 拆除 修建 修缮
建设 查处 立案 处置 发生 出台 印发 编制 发布 拍摄 制作 接待 选派 聘请 聘用 派出 选聘 招聘 录用
出动 派驻 入驻 培养 表彰 减少 关停 取缔 拆解 获评 共计 共 仅 只 至少 不少于 达到 为 各
"""
# 一 counts only after a verb that creates or counts: 招募一支, 新建一所.
ONE_IS_COUNTED = re.compile(
    f"{_any(_MAKING)}[了有到]?$|每(?:半|两|三|个)?[年月季周日天旬](?:度)?[^，。；、]{{0,6}}$"
)
# Or at the end of the noun phrase: 配备电脑一台、打印机一台.
ONE_AT_THE_END = re.compile(
    "(?<![说做搞另同是成如为每某第唯])一[座台辆套栋幢所艘部间名支](?=[，。；、）)]|$)"
)
# Beside these words a year or a day is a period; otherwise 一年 and 一天 are idioms.
ONE_PERIOD_BEFORE = re.compile(
    f"{_any('为期 期限 周期 历时 近 不超过 超过 不少于 至少 满 提前 缩短 延长 质保 工期')}[为约]?$"
)
ONE_PERIOD_AFTER = re.compile("以?内|之内|以上|以下|期|多|左右")
NOT_COUNTED_AFTER = frozenset("第每某同这那哪统单惟唯其之另最任首初周星逐头后上下前各末此该诸任")
# Words that begin with a measure word: the number before is a year or a heading number.
ORDINARY_WORDS = re.compile(
    _any(
        """
        人员 人口 人均 人才 人事 人大 人民(?!兵) 人数 项目(?!标) 部门 部分 次数 家庭 户籍 户数
        年度 年末 年底 年初 年报 本级 本年 本单位 本部门 个人 件数 台账 期末 期初 条件 名称 名单
        位置 位于 批复 类型 类别 分析 分类 分配 组织 支出 支付 支持 支部 所属 所有 份额 面积 天然
        日常 月度 周期 级别 元旦 座谈 起草 处理 处置 处室 套餐 篇幅 对外 对象 片区 只有 间接 层级
        例如 宗旨 单位 单价 班子 节约 节能 课题 门诊 种类 款项 样本 队伍 团队 口径 面向 根据 道路
        场地 场所 户外 升级 方案 方面 方式 克服 米面 分值 分数 倍数 度假
        """
    )
)
_SUMS = """
预算 决算 概算 支出 收入 资金 经费 投资 投入 金额 总额 产值 增加值 营收 税 款 费 额 资产 贷 补贴
补助 债 工资 薪 GDP 财政 成本 价 拨付 利润 缴 罚 赔 融资 奖励 奖金 捐 节约 节省 结余 结转 到位
下达 固投 社零 货值 租金 本金 基金 收益 损失 负债 净值
"""
_OTHERS = """
人口 人数 用户 户数 粉丝 阅读 点击 浏览 播放 关注 访问 受众 人次 户籍 群众 游客 次数 件数 面积 字
里程 学生 下载 注册
"""
# 万 or 亿 without 元: the last of these words before the number decides its kind.
BARE_SCALE_MONEY = re.compile(f"(?P<money>{_any(_SUMS)})|(?P<other>{_any(_OTHERS)})")
MONEY_AFTER = re.compile(
    f"的?{_any('资金 经费 奖金 补贴 补助 贷款 投资 预算 捐款 专款 罚款 工资 年薪 保费 元')}"
)
_PERIODS = "历时 为期 逾期 超期 提前 延期 共计 耗时 历经 期限 时限 时间 周期 缩短 压缩"
PERIOD = re.compile(f"{_any(_PERIODS)}[为至到约]?$")
RANKING = re.compile(
    "[排居列]|名次|位[居列次]|全[国省市区县镇乡街州系院校盟旗]|[获夺摘取]|综合|考核|评比|成绩"
)
_RATES = """
率 满意度 占比 比例 比重 增速 增幅 知晓度 认可度 覆盖度 完成度 达成度 支持度 准确度 百分比
"""
RATE = re.compile(
    f"{_any(_RATES)}(?:指标值?)?[应需均各都]?(?:要求)?(?P<says>[为是达到]*)[:：]?[ （(]*$"
)
_SCORES = "得分 评分 打分 自评分 分值 总分 满分 平均分 计分 扣分 加分 分数 综合分"
SCORE = re.compile(f"{_any(_SCORES)}[均各]?[为是达到共计]*[:：]?[ ]*$")
# 人数1200 counts 人, though 人 precedes the number.
TALLY = re.compile(
    "(?:(?P<unit>人次|[人户次件家台场个套辆处])数(?P<says>[为是达到共计有]*)"
    "|(?:学生|幼儿|教师|师生|职工|农户|居民|群众|游客|企业|床位|车辆|案件|用户)数(?:为|是|达到?|共计?))"
    "[:：]?[ ]*$"
)
_RATIOS = "比例 配比 比值 之比 比率 师生比 生师比 人比 杠杆 按 按照 比"
RATIO = re.compile(f"{_any(_RATIOS)}[约为是达到不低于超过小大等]*[:：]?[ ]*$")
_AND = "[、，和及至]"
# Before a number, part of the name of a village, a school or a town: 红星村3组, 高三2班.
ADDRESSES = {
    "组": re.compile(f"(?:[村屯寨坪坝湾坡冲沟塘庄]|社区|居委会|(?<!合作)社|[0-9]组{_AND})$"),
    "班": re.compile(f"(?:年级|[高初][一二三]?|[一二三四五六七八九]年级?|[0-9]班{_AND})[（(]?$"),
    "队": re.compile(f"(?:村|大队|连|场|生产|[0-9]队{_AND})$"),
    "路": re.compile(f"(?:乘坐?|公交车?|[东西南北]|[0-9]路{_AND})$"),
    "环": re.compile("[东西南北内外]$"),
}
_HELD = "(?:[应需均各都]|继续|持续|始终|控制|保持|维持|稳定|下降|降低|降)*[为是达到在至]*"
# 事故发生率0, 辍学率控制为零: no unit is needed.
ZERO_RATE = re.compile(f"{_any(_RATES)}{_HELD}[:：]?[ （(]*$")
