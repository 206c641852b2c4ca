"""A whole item as an editor would leave it, and who writes and reviews in these tests."""

import uuid
from datetime import date
from typing import Any

from yimen.contexts.identity.api import Post, Reader

HIGHWAY = "11430281MB990011XC"
WHOLE = {
    "body_kind": "法定机关",
    "power_source": "法定本级行使",
    "section": "路政股",
    "exercise": "对利用、占用、挖掘公路的活动是否准予作出决定",
    "division": "县道、乡道由县级公路管理机构审核",
    "window_authority": "综合窗口负责收件、受理和送达，不作审查",
    "quota": "无数量限制",
    "standards": ["方案符合公路工程技术标准", "保障措施可行"],
    "subjects": ["自然人", "企业法人"],
    "visits": 0,
    "consult_phone": "0731-23230012",
    "complaint_phone": "0731-23230019",
    "result_kind": "批文",
    "result_sample": "路政许可决定书（样本）",
    "policies": [{"title": "深化行政审批改革的意见", "number": "醴政发〔2026〕1号", "day": "2026-01-05", "url": ""}],
    "notices": [
        {"title": "涉路施工许可网上办理的通知", "number": "", "day": "2026-02-01", "url": "https://demo.invalid/1"}
    ],
    "examination": ["方案逐项对照公路工程技术标准，有一项不符合的不通过"],
    "faq": [{"question": "在哪里申请？", "answer": "网上或综合窗口。"}],
    "duties": ["受理、审查、决定、送达，并监督许可事项的实施"],
    "supervision": ["决定七个工作日内公开，接受电子监察"],
    "accountability": ["不符合条件而准予许可的，依照行政许可法第七十四条追究"],
    "discipline": "首问负责、一次告知，不得收受财物",
    "address": "醴陵市政务服务中心二楼 A 区综合窗口（演示地址）",
}


def officer(role: str, unit: str, region: str, number: int = 7) -> Reader:
    """An officer with one post."""
    post = Post(unit, "演示单位", region, role, f"演示单位{role}岗")
    return Reader(kind="officer", account=uuid.UUID(int=number), name="演示", posts=(post,))


EDITOR = officer("editor", HIGHWAY, "430281000000")
LAWYER = officer("law", "11430281MB99001442", "430281000000", 8)
DAY = date(2026, 3, 2)  # of the acts of these tests


def whole(item: dict[str, Any]) -> dict[str, Any]:
    """An item of the demonstration with everything that a draft must say."""
    return {**item, **WHOLE}
