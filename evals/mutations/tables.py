"""The words that operators use. A new case is a new line here."""

from __future__ import annotations

__all__ = [
    "CHINESE_DIGITS",
    "DELAYS",
    "DIRECTIONS",
    "FUNCTION_WORDS",
    "GENERIC_SUBJECTS",
    "HEDGES",
    "NEGATIONS",
    "PARAPHRASES",
    "ROLES",
    "UNITS",
    "VERBS",
    "YEAR_ON_YEAR",
]

# 20: units that count other things. 人 and 名, 平米 and 平方米 mean the same and stand nowhere.
UNITS = {
    "人次": ("人", "户"),
    "人": ("人次", "户"),
    "名": ("人次", "户"),
    "件": ("起", "人"),
    "起": ("件", "人"),
    "户": ("家", "人"),
    "家": ("户", "个"),
    "栋": ("户", "处"),
    "处": ("起", "栋"),
    "份": ("人", "册"),
    "条": ("件", "起"),
    "篇": ("次", "期"),
    "次": ("人次", "天"),
    "期": ("次", "人"),
    "场": ("人次", "天"),
    "场次": ("人次", "天"),
    "个": ("户", "次"),
    "台": ("户", "套"),
    "吨": ("千克", "立方米"),
    "平方米": ("亩", "公里"),
}

# 6, 7: a hedge as field and as printed: before or after the digits.
HEDGES = {"over": ("", "余"), "near": ("近", ""), "about": ("约", "")}
HEDGE_WORDS = ("约", "近", "余", "多", "及以上", "以上", "左右", "超过", "超", "逾")

# 8: words of increase and decrease.
DIRECTIONS = (
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("扩大", "缩小"),
    ("净增", "净减"),
)

# 12, 13: words that put a thing into the future or leave it unfinished.
DELAYS = ("预计", "力争", "正在", "计划", "拟", "将", "和正在解决", "已开始")

# 17: a phrase with a negation and without it.
NEGATIONS = (
    ("未发生", "发生"),
    ("未出现", "出现"),
    ("不存在", "存在"),
    ("未与", "已与"),
    ("无法", "能够"),
    ("不足", "充足"),
    ("有待进一步加强", "已得到加强"),
    ("有待加强", "已得到加强"),
    ("需进一步提高", "已有提高"),
    ("无年中", "有年中"),
    ("无进京", "有进京"),
    ("无超出", "有超出"),
    ("无塌陷", "有塌陷"),
    ("清零", "未清零"),
)
# Words that a 未 before them negates.
VERBS = (
    "完成",
    "实现",
    "达到",
    "开展",
    "组织",
    "新增",
    "发放",
    "办结",
    "结案",
    "整改",
    "获评",
    "被评为",
    "出台",
    "建成",
    "成立",
    "通过",
    "落实",
    "化解",
    "拆除",
    "处置",
    "接种",
    "走访",
    "举办",
    "调解",
    "排查",
    "摸排",
    "整治",
    "发布",
    "召开",
    "收到",
    "受理",
    "打造",
    "设置",
    "查处",
    "检查",
)

# 21: words of allotment and of spending.
ROLES = (
    ("年初预算", "实际支出"),
    ("预算金额", "支出金额"),
    ("支出金额", "预算金额"),
    ("支出预算", "实际支出"),
    ("实际支出", "年初预算"),
    ("支出总额", "预算总额"),
    ("决算", "年初预算"),
    ("经费预算", "经费支出"),
    ("节约", "超支"),
    ("预算", "支出"),
    ("支出", "年初预算"),
    ("经费", "经费年初预算结余"),
)

# 22: another wording of a quote; the first that fits is used.
PARAPHRASES = (
    ("完成", "实现"),
    ("开展", "进行"),
    ("组织", "举办"),
    ("发放", "派发"),
    ("新增", "增加"),
    ("达到", "达"),
    ("大于等于", "不低于"),
    ("共计", "总计"),
    ("累计", "总共"),
    ("支出", "花费"),
    ("有待加强", "需要加强"),
    ("进一步", "更加"),
    ("整治", "治理"),
    ("排查", "检查"),
    ("为", "是"),
    ("的", ""),
    ("、", "和"),
)

# Legitimate: words that carry no meaning of their own in a label.
FUNCTION_WORDS = ("的", "了", "共计", "累计", "已", "共")
YEAR_ON_YEAR = (
    ("比上年", "同比"),
    ("比去年同期", "同比"),
    ("较上年", "与上年同期相比"),
    ("同比", "与上年同期相比"),
)
HEDGE_SYNONYMS = {"over": ("超", "逾"), "near": ("接近", "将近"), "about": ("大约",)}

# 28: too wide to be a wrong subject.
GENERIC_SUBJECTS = (
    "我单位",
    "本单位",
    "重点项目",
    "街道",
    "全街",
    "我街",
    "本街道",
    "部门",
    "单位",
    "项目",
    "居民",
    "部门整体支出",
)

CHINESE_DIGITS = "〇一二三四五六七八九"
