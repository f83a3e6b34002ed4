"""Sentences with invented persons, made from templates with seeded names and numbers.

`{n}`, `{m}`, `{k}` are names; `{id}`, `{phone}`, … other personal data; `{=…}` marks what must
stay: amounts, organisations, places. The patterns were tuned on STYLES; UNSEEN came later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

__all__ = ["STYLES", "UNSEEN", "Invented", "invented", "ordinary"]

_COMMON = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"  # noqa: E501
_RARE = ("欧阳", "司马", "上官", "诸葛", "庞", "樊", "兰", "殷", "施", "陶", "洪", "翟", "安", "颜", "倪", "严", "牛", "温", "芦", "季", "俞", "章", "鲁", "葛", "伍", "韦", "申", "尤", "毕", "聂")  # fmt: skip  # noqa: E501
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华玉兰桂建国志平海燕红梅春霞文辉俊峰鹏宇浩然子涵欣怡雨轩梓萱佳琪思远博雅晓东丹凤云飞雪莲金龙永福德胜庆祥淑珍慧贤小龙长江少华国栋振兴家豪嘉怡诗涵一诺可心若曦彦斌智勇学文广才立新光荣义忠孝廉仁礼信和美善良喜顺利达旺财宝贵荣发展民富强盛"  # noqa: E501
_UNUSUAL = "妁嫒彧珩翊玥瑾瑜璇瑶晗昊煜烨炜钰铭锴晟旻昱祺祎琛琮骁骏驰骥鸿鹄麟麒芮蕊菡蓉芸茜薇蕾黛毓婕婧嫣娅媛姣娆岚峻崧岩巍屹淼沛泓湛澜瀚煦熙皓皎"  # noqa: E501


def _name(pick: Random, *, unusual: bool) -> str:
    family = pick.choice(_RARE) if pick.random() < 0.08 else pick.choice(_COMMON)
    letters = _UNUSUAL if unusual and pick.random() < 0.3 else _GIVEN
    return family + "".join(pick.choices(letters, k=2 if pick.random() < 0.8 else 1))


def _id(pick: Random) -> str:
    area = pick.choice(("110105", "430102", "320582", "510703", "440306", "620102"))
    born = f"{pick.randrange(1940, 2015)}{pick.randrange(1, 13):02d}{pick.randrange(1, 29):02d}"
    body = f"{area}{born}{pick.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def _card(pick: Random) -> str:
    body = "62" + "".join(pick.choices("0123456789", k=16))
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(body))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return body + str(-total % 10)


def _phone(pick: Random) -> str:
    return f"1{pick.choice('3456789')}{pick.randrange(10**9):09d}"


def _wide(text: str) -> str:
    return "".join(chr(ord(mark) + 0xFEE0) if mark.isascii() else mark for mark in text)


_MAKERS: dict[str, Callable[[Random], str]] = {
    "id": _id,
    "id15": lambda pick: (_id(pick)[:6] + _id(pick)[8:14] + f"{pick.randrange(1000):03d}"),
    "idwide": lambda pick: _wide(_id(pick)),
    "id4": lambda pick: re.sub(r"(.{4})(?=.)", r"\1 ", _id(pick)),
    "id648": lambda pick: re.sub(r"(.{6})(.{8})(.{4})", r"\1 \2 \3", _id(pick)),
    "phone": _phone,
    "phonewide": lambda pick: _wide(_phone(pick)),
    "phone335": lambda pick: re.sub(r"(...)(...)(.{5})", r"\1 \2 \3", _phone(pick)),
    "phone344": lambda pick: re.sub(r"(...)(....)(.{4})", r"\1-\2-\3", _phone(pick)),
    "phone0086": lambda pick: "0086" + _phone(pick),
    "phone86": lambda pick: "+86 " + _phone(pick),
    "landline": lambda pick: f"0731-8{pick.randrange(10**7):07d}",
    "card": _card,
    "card4": lambda pick: re.sub(r"(.{4})(?=.)", r"\1 ", _card(pick)),
    "cardwide": lambda pick: _wide(_card(pick)),
    "mail": lambda pick: f"{pick.choice(('zhang.wei', 'li_na88', 'wxm'))}@{pick.choice(('163.com', 'hn.gov.cn'))}",  # noqa: E501
    "ip": lambda pick: ".".join(str(pick.randrange(33, 250)) for _ in range(4)),
    "plate": lambda pick: f"{pick.choice('湘京沪粤')}{pick.choice('ABCE')}·{pick.choice('DFK')}{pick.randrange(1000, 9999)}",  # noqa: E501
    "plate0": lambda pick: f"{pick.choice('湘京沪粤')}{pick.choice('ABCE')}{pick.randrange(10000, 99999)}",  # noqa: E501
    "born": lambda pick: f"{pick.randrange(1940, 2010)}年{pick.randrange(1, 13)}月{pick.randrange(1, 29)}日",  # noqa: E501
    "bornshort": lambda pick: f"{pick.randrange(1940, 2010)}.{pick.randrange(1, 13):02d}",
    "home": lambda pick: f"{pick.choice(('幸福路', '人民西路', '新华街'))}{pick.randrange(1, 99)}号{pick.randrange(1, 9)}栋{pick.randrange(101, 909)}室",  # noqa: E501
    "village": lambda pick: f"{pick.choice(('青石镇', '白沙乡'))}{pick.choice(('桃花村', '双桥村'))}{pick.randrange(1, 20)}组",  # noqa: E501
    "pinyin": lambda pick: f"{pick.choice(('Wang', 'Li', 'Zhang', 'Chen', 'Zhou'))} {pick.choice(('Jianguo', 'Xiuying', 'Wei', 'Minghua'))}",  # noqa: E501
    "english": lambda pick: f"{pick.choice(('John', 'Michael', 'Emily', 'Sarah'))} {pick.choice(('Smith', 'Brown', 'Miller'))}",  # noqa: E501
    "a": lambda pick: f"{pick.randrange(1, 9999)}.{pick.randrange(10, 99)}万元",
    "c": lambda pick: f"{pick.randrange(2, 900)}{pick.choice(('户', '人次', '件', '个', '场'))}",
    "p": lambda pick: f"{pick.randrange(1, 99)}.{pick.randrange(10, 99)}%",
}  # fmt: skip

STYLES = [
    "{n}当选街道人大代表，{=全年投入}{a}。",
    "全年向困难群众{n}发放救助金{a}。",
    "村民{n}与{m}就宅基地一事达成调解。",
    "{n}局长带队检查{c}。",
    "{n}主任主持会议，安排资金{a}。",
    "{n}、{m}、{k}等同志参加了培训。",
    "项目负责人：{n}、{m}",
    "负责人\t{n}\t联系电话\t{phone}",
    "负 责 人：{n}    填报日期：2023年5月8日",
    "项目负责人为{n}，预算{a}。",
    "負責人：{n}　聯絡電話：{phone344}",
    "审核人（签字）：{n}　复核：{m}",
    "联系人：{pinyin}，邮箱{mail}",
    "专家：{english}，评审费{a}。",
    "{n}，男，{born}出生，住址：{home}。",
    "身份证号{idwide}，手机{phonewide}。",
    "身份证{id4}，开户行卡号{card4}。",
    "电话{phone335}，补助{a}。",
    "联系电话{phone0086}。",
    "户主{n}，身份证号码{id15}，家住{village}。",
    "公务用车{plate}由{n}驾驶，油费{a}。",
    "从{ip}登录系统，办件{c}。",
    "出生日期：{bornshort}，姓名：{n}。",
    "由{n}牵头，{=长沙市天心区财政局}配合，完成{c}。",
    "信访人{n}来电反映问题，已办结{c}。",
    "慰问老党员{n}、{m}，发放慰问金{a}。",
    "党工委书记{n}强调，要压实责任。",
    "经办人{n}，会计{m}，出纳{k}。",
    "评价组组长{n}，成员{m}、{k}。",
    "局长：{n}\n2023年3月1日",
    "{n}同志任{=岳麓区民政局}副局长。",
    "收款人{n}，账号{cardwide}，金额{a}。",
    "{=北京金山软件有限公司}法定代表人{n}签订合同，合同价{a}。",
    "受助学生{n}（身份证号{id648}）获助学金{a}。",
    "据{n}介绍，今年共接待{c}，支出{a}。",
    "“路修好了，出门方便多了。”家住{=青山桥镇}的{n}说。",
    "3月5日，{n}、{m}两人到{=长沙县安沙镇}走访{c}。",
    "主持人：{n}；记录人：{m}；参会：{k}",
    "会议由{n}同志主持，{m}作了汇报。",
    "评审专家签名：{n}  {m}  {k}",
    "本报告由{n}撰写，{m}校对。",
    "授予{n}“优秀社工”称号，奖励{a}。",
    "聘请{n}为法律顾问，全年服务费{a}。",
    "1\t{n}\t男\t52\t低保\t{a}",
    "2、{n}，女，残疾二级，每月补助{a}；",
    "{n}老人今年86岁，享受高龄津贴{a}。",
    "{n}一家三口搬进新居，获补助{a}。",
    "患者{n}住院治疗，报销比例{p}。",
    "被投诉人{n}已退还{a}。",
    "{n}诉{m}劳动争议案已结案，涉及{a}。",
    "甲方代表：{n}    乙方代表：{m}",
    "申请人{n}于2022年3月提交材料，受理{c}。",
    "网格员{n}巡查发现隐患{c}。",
    "感谢{n}、{m}捐赠{a}。",
    "村支书{n}带领村民种植黄桃{c}。",
    "驻村第一书记{n}争取资金{a}。",
    "退役军人{n}创办合作社，带动{c}。",
    "填表：{n}\n审核：{m}\n电话：{landline}",
    "抄送：{n}、{m}",
    "护士长{n}接种疫苗{c}。",
    "安排{n}负责台账，{m}负责宣传。",
    "{n}（电话{phone}）反映路灯损坏。",
    "法人{n}，证件号码：{id}，开户账号：{card}。",
    "微信转账至{phone86}，共{a}。",
    "通讯地址：{home}，收件人{n}",
    "司机{n}驾驶{plate0}运送物资{c}。",
    "生于{born}的{n}系五保户。",
    "Contact: {english}, Tel: {phone}",
    "记者见到{n}时，她正在整理台账，全年经手资金{a}。",
    "项目验收单：施工方 {n}　监理 {m}　业主 {k}",
    "| 序号 | 姓名 | 金额 |\n| 1 | {n} | {a} |",
    "{n}、{m}夫妇经营的农家乐获贴息{a}。",
    "去年冬天，{n}突发脑梗，医保报销{a}。",
    "对{n}同志进行诫勉谈话，收回违规资金{a}。",
    "原镇长{n}、现任镇长{m}办理了移交。",
    "工程由项目经理{n}现场管理，总价{a}。",
    "“感谢政府！”领到{a}的{n}激动地说。",
    "（一）{n}户，改造厕所1座，补助{a}；",
    "人民调解员{n}成功调解纠纷{c}。",
    "拟稿人：{n}　核稿人：{m}　签发人：{k}",
    "公示名单：{n}、{m}、{k}。",
    "本人{n}，身份证号码为{id}，自愿承诺。",
    "经与{n}协商，补偿款定为{a}。",
    "分管领导{n}每季度听取汇报，督办{c}。",
    "劳动模范{n}工作室开展培训{c}。",
    "{n}，1973年生，{=益阳市}人，副研究员。",
    "宣讲员{n}深入{=樟树镇}宣讲{c}。",
    "来自{=花石镇}的{n}拿到了{a}的创业贷款。",
    "{n}获“湖南好人”称号，其事迹在{c}中宣传。",
    "{n}的医疗费由财政全额承担，共{a}。",
    "责任单位：{=雨花区民政局}，责任人：{n}，联系电话：{landline}",
    "把{a}送到了{n}手中。",
    "帮扶干部{n}结对帮扶{c}。",
    "值班人员：{n} {m}（白班） {k}（夜班）",
    "转发{n}书记批示件{c}。",
    "村民小组长{n}，电话：{phone}，护林{c}。",
    "发票抬头个人，收款方{n}，卡号{card4}。",
    "{n}医生坐诊{c}，人均费用下降{p}。",
    "抽查发现，{n}重复领取{a}，已追回。",
    "联系方式：{n} {phone}",
    "牺牲民警{n}家属抚恤金{a}。",
    "考察组一行由{n}带队，{m}、{k}随行。",
    "受理{n}的行政复议申请{c}，已全部办结。",
    "中心主任一职由{n}接任，{m}调往{=宁乡市}。",
    "其中{n}、{m}二人为临聘人员，工资合计{a}。",
    "12345热线转来{n}关于噪声的投诉，三日内办结。",
    "财务审批单上有{n}、{m}的签名，金额{a}。",
    "捐款人：{n}，捐款{a}。",
    "乡村医生{n}签约服务{c}。",
    "2023年2月，{n}调任{=望城区财政局}局长。",
    "特困人员{n}（{born}生）每月领取{a}。",
    "经查，会计{n}挪用资金{a}，已移送。",
    "采购代表{n}参加评审，中标价{a}。",
    "困难职工{n}的女儿{m}考上大学，资助{a}。",
    "{n}向社区反映楼道灯不亮，{m}当天修好。",
    "协议由{n}代签，电话{phone335}。",
    "在{n}带领下，合作社增收{a}。",
    "党代表{n}、人大代表{m}视察了{=梅溪湖街道}。",
    "编制人员：{n}、{m}　审定：{k}",
    "讲解员{n}接待游客{c}。",
    "残疾人{n}，残疾证号{id}，补贴{a}。",
    "邮件请发{mail}，收件人{n}。",
    "车牌{plate0}，车主{n}，罚款{a}。",
    "户籍地址：{home}，现住{village}。",
    "学员{n}结业后月入{a}。",
    "{n}老师执教30年，培养学生{c}。",
    "志愿者{n}累计服务{c}。",
    "值守电话由{n}接听，共接{c}。",
    "{n}等5人获评先进，奖金{a}。",
    "附：{n}身份证复印件（{id}）",
    "遗属{n}生活补助{a}。",
    "与承包户{n}签订流转合同，租金{a}。",
    "班子成员{n}包联{=白沙村}，走访{c}。",
    "根据{n}同志批示，拨付{a}。",
    "供应商联系人{n} {phone344}",
    "测试账号登录地址{ip}，管理员{n}。",
]

UNSEEN = [
    "本案申请执行人{n}已领取执行款{a}。",
    "据统计，{n}团队全年服务{c}。",
    "清洁工{n}每天五点上岗，月工资{a}。",
    "因{n}退休，岗位由{m}接替。",
    "三等奖：{n}（{=青石小学}）、{m}（{=白沙中学}）",
    "截至年底，{n}尚欠租金{a}。",
    "联络员{n}，手机{phone}，邮箱{mail}。",
    "低保对象{n}户月人均补差{a}。",
    "感谢信由{n}转交，涉及{c}。",
    "主讲人为{n}教授，授课费{a}。",
    "签到表：{n}，{m}，{k}",
    "高龄老人{n}获发津贴{a}。",
    "发现{n}虚报面积，追回{a}。",
    "{n}、{m}、{k}三位评委独立打分。",
    "{n}主任医师带教{c}。",
    "采访对象：{n}，{born}出生，住{village}。",
    "死者{n}家属获赔{a}。",
    "工资表：{n} {a} {card}",
    "退伍士兵{n}领取一次性补助{a}。",
    "项目申报人{n}，身份证{idwide}。",
    "由{n}、{m}组成的验收小组抽查{c}。",
    "投保人{n}，保费{a}，车牌{plate}。",
    "技术员{n}上门指导{c}。",
    "老党员{n}捐出{a}。",
    "新任所长{n}到任后清理积案{c}。",
    "我叫{n}，今年申请了{a}的贷款。",
    "走访中，{n}提出建议{c}。",
    "村医{n}送药上门{c}。",
    "检查组：{n}（组长）、{m}、{k}",
    "请与{n}联系，电话{landline}。",
    "贷款人{n}逾期{a}。",
    "保管人{n}，领用{c}。",
    "{n}书记到{=双桥村}调研，慰问{c}。",
    "监护人{n}代领补助{a}。",
]

# Nothing in these is about a person.
_ORDINARY = [
    "{=万达广场}项目投入{a}，完成率{p}。",
    "{=高新区管委会}安排资金{a}，惠及{c}。",
    "{=金山村}、{=黄花镇}完成改厕{c}。",
    "{=石家庄市}、{=马鞍山市}同类项目成本{a}。",
    "方案论证不充分，预算编制不够精准，差异{a}。",
    "时间安排紧凑，成效明显，满意度{p}。",
    "项目资金管理规范，支出{a}，结余{a}。",
    "安全生产检查{c}，整改率{p}。",
    "党员干部培训{c}，经费{a}。",
    "居民安全感提升，群众满意度{p}。",
    "主任办公会研究决定，拨付{a}。",
    "{=周大福珠宝有限公司}中标，合同价{a}。",
    "{=王府井社区}、{=李家湾村}开展清理{c}。",
    "{=江苏省}、{=云南省}、{=海南省}来访交流{c}。",
    "高度重视信访工作，办结{c}，化解率{p}。",
    "全年公务用车运行维护费{a}，比上年下降{p}。",
    "单位整体支出绩效自评得分92.5分，预算{a}。",
    "应急管理、文明创建、和谐社区建设共支出{a}。",
    "{=梅溪湖街道}、{=岳麓区财政局}联合验收{c}。",
    "经费由{=白云区民政局}统筹，涉及{c}。",
    "{=温州市}、{=宁波市}、{=金华市}补贴{a}。",
    "程序合规，成本节约{a}，范围覆盖{c}。",
    "2022年1月1日至2022年12月31日共支出{a}。",
    "项目编码430102202201010，指标文号〔2022〕15号，金额{a}。",
    "3.1.2.1 预算执行情况：执行率{p}。",
    "受理12345热线工单{c}，按时办结率{p}。",
    "{=和平小学}、{=育才中学}新增学位{c}。",
    "{=湘江新区}、{=长江村}堤防加固{c}，投资{a}。",
    "135 1200 3400 2800 1600",
    "志愿者服务队开展活动{c}，经费{a}。",
    "书记、主任述职评议{c}，优秀率{p}。",
    "贫困户危房改造{c}，补助{a}。",
    "向困难群众发放救助金{a}，惠及{c}。",
    "负责人职责明确，联系人制度健全，覆盖{c}。",
    "{=张家界市}旅游宣传{c}，{=韶山市}配套{a}。",
    "业主大会召开{c}，物业费收缴率{p}。",
    "老人就餐补贴{a}，学生营养餐{c}。",
    "{=平安保险公司}承保，保费{a}，{=康明药店}配送{c}。",
    "环境卫生整治{c}，绿化面积1,250.5亩。",
    "任务分解到{c}，完成率{p}，节约{a}。",
]

_SLOT = re.compile(r"\{(=?)([^}]*)\}")
_AMOUNTS = frozenset("acp")


@dataclass(frozen=True)
class Invented:
    """A sentence, what must not leave in it, and what must stay."""

    text: str
    secrets: tuple[str, ...]
    kept: tuple[str, ...]


def invented(styles: list[str], count: int, seed: int, *, unusual: bool) -> Iterator[Invented]:
    """Sentences about persons, every style as often as the others."""
    pick = Random(seed)
    for number in range(count):
        yield _made(styles[number % len(styles)], pick, unusual=unusual)


def ordinary(count: int, seed: int) -> Iterator[Invented]:
    """Sentences about nobody: all of their text must stay."""
    pick = Random(seed)
    for number in range(count):
        made = _made(_ORDINARY[number % len(_ORDINARY)], pick, unusual=False)
        yield Invented(made.text, (), (made.text,))


def _made(style: str, pick: Random, *, unusual: bool) -> Invented:
    secrets, kept = [], []

    def fill(slot: re.Match[str]) -> str:
        fixed, name = slot.groups()
        if fixed:
            kept.append(name)
            return name
        value = _name(pick, unusual=unusual) if name in "nmk" else _MAKERS[name](pick)
        (kept if name in _AMOUNTS else secrets).append(value)
        return value

    return Invented(_SLOT.sub(fill, style), tuple(secrets), tuple(kept))
