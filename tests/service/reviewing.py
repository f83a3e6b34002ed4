"""What the tests of the review share: a report with something of everything, and its job."""

from __future__ import annotations

from typing import Any

from served import Served

__all__ = ["REPORT", "handed_in"]

# A sum that does not add up, a target without a result, signs beyond 16 bits, a table.
REPORT = """某市𬌗街道办事处2023年度部门整体支出绩效自评报告
一、预算执行情况
全年预算1,250.5万元，其中基本支出700万元、项目支出600万元，合计1,250.5万元。实际支出1,232.8万元。
二、年度绩效目标
新增养老床位200张以上，群众满意度不低于95%，新建𠮷祥公园3座。
三、绩效目标完成情况
（一）民生服务
全年新增养老床位212张，群众满意度96.4%😀，发放补助23.6万元，惠及1,204人。
（二）城市管理
拆除违法建筑35栋共计3037.77平方米，改造老旧小区7个，整治背街小巷12条，清运垃圾2.4万吨。
四、存在的问题
部分项目预算编制不够精准，个别项目执行率仅为61.5%。
五、改进措施
加强预算编制培训，建立月度通报制度。
"""


def handed_in(service: Served, text: str = REPORT, name: str = "自评报告.txt") -> dict[str, Any]:
    """The job of a text, done."""
    body = {"text": text, "name": name, "engine": "rules"}
    made = service.client.post("/v1/summaries", json=body, headers={"Prefer": "wait=20"})
    # A busy machine takes longer than any request may wait.
    return service.wait(made.raise_for_status().json()["id"], 120)
