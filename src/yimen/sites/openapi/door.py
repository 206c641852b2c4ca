"""The endpoints: one call of a room's api each. An ``Idempotency-Key`` makes a repeated call the same call."""

import base64
import binascii
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Query
from ninja.renderers import JSONRenderer

from yimen.contexts.cases.api import Application, ApplicationRefused, Upload, WalkIn, case, lodge, read_paper
from yimen.contexts.catalogue.api import Wanted, find, guide
from yimen.contexts.exchange.api import report_display
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, once, proof
from yimen.contexts.matters.api import (
    Completion,
    NotYourStep,
    OutOfOrder,
    complete_task,
    keep_attempt,
    open_tasks,
    progress,
    worklist,
)
from yimen.contexts.procedures.api import in_force
from yimen.kernel.clock import local_date
from yimen.kernel.forms import form_to_data
from yimen.sites import _now
from yimen.sites.pieces.conf import address
from yimen.sites.pieces.who import act, reader

from . import shapes, shown
from .clock import known, router
from .tokens import SignedToken


class Readable(JSONRenderer):
    """Writes Chinese as Chinese."""

    json_dumps_params: Mapping[str, Any] = MappingProxyType({"ensure_ascii": False})


api = NinjaAPI(
    title="一门开放接口",
    version="1",
    description="对接系统用它申请、查询、办理办件；与网上和窗口走同一套流程、时限和留痕。",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="openapi",
    renderer=Readable(),
)
api.add_router("clock", router)
SIGNED = SignedToken()
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80, description="同键同内容只办一次")]
On = Annotated[date | None, Query(description="哪一天，例如 2026-03-01；不写为今天")]
Page = Annotated[int, Query(ge=1, description="第几页，从 1 起；不写为 1")]
Size = Annotated[int, Query(ge=1, le=100, description="每页多少项，1 至 100；不写为 20")]
Region = Annotated[str, Query(description="区划代码，如 430281；只列这一地区的事项")]
Text = Annotated[str, Query(description="名称、说法或拼音首字母；不写则列出全部")]


@api.get("items", response=shapes.ItemPage, summary="查找事项", tags=["公开"])
def items(
    request: HttpRequest,
    *,
    region: Region,
    text: Text = "",
    q: Text = "",
    page: Page = 1,
    size: Size = 20,
) -> dict[str, Any]:
    """按区划和文字查找在用的事项；q 与 text 相同，写一个即可。"""
    known(request, "region", "text", "q", "page", "size")
    on = local_date(_now.now())
    found = find(on=on, region=region, wanted=Wanted(text=text or q), page=page, size=size)
    return {"total": found.total, "more": found.more, "items": [shown.listed(line, on) for line in found.lines]}


@api.get(
    "items/{code}", response={200: shapes.ItemGuide, 404: shapes.Failed}, summary="读取办事指南和表单", tags=["公开"]
)
def item(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 - the frame passes it
    """返回在用版本的办事指南，含表单和材料。"""
    on = local_date(_now.now())
    found = guide(code=code, on=on)
    form = form_to_data(found.form)
    return {**shown.line(found, on), "version": found.version, "audience": list(found.audience),
            "procedure": found.procedure_key, "form": form, "demo": sorted(found.demo)}  # fmt: skip


@api.get(
    "items/{code}/guide", response={200: shapes.GuideOut, 404: shapes.Failed}, summary="读取整份办事指南", tags=["公开"]
)
def whole_guide(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 - the frame passes it
    """返回网上指南的全部内容，供大厅自助机、公示栏和其他系统显示同一版本。"""
    on = local_date(_now.now())
    found = guide(code=code, on=on)
    return shown.guide(found, in_force(key=found.procedure_key, on=on), on)


@api.get(
    "items/{code}/version", response={200: shapes.EditionOut, 404: shapes.Failed}, summary="某日的版本", tags=["公开"]
)
def edition(request: HttpRequest, code: str, on: On = None) -> dict[str, Any]:  # noqa: ARG001 - the frame passes it
    """返回某日（不写为今天）施行的版本的编号，显示前问一问是否要更换。"""
    return shown.edition(guide(code=code, on=on or local_date(_now.now())))


@api.get(
    "cases/{number}/progress",
    response={200: shapes.ProgressOut, 404: shapes.Failed},
    summary="查询办件进度",
    tags=["公开"],
)
def case_progress(request: HttpRequest, number: str) -> dict[str, Any]:  # noqa: ARG001 - the frame passes it
    """任何人凭办件号可查，不含个人信息。"""
    return shown.progress(progress(number=number))


@api.post(
    "cases",
    auth=SIGNED,
    response={200: shapes.ReceiptOut, 409: shapes.Failed, 422: shapes.Failed},
    summary="提交申请",
    tags=["办件"],
)
def lodge_case(request: HttpRequest, body: shapes.CaseIn, key: Key) -> dict[str, Any]:
    """代申请人提交一份申请，返回收件回执；须持有该事项受理窗口的岗位。"""
    who, now = reader(request), act(request)
    application = Application(
        id=now.mint.id(),
        item=body.item,
        answers=body.answers,
        uploads=tuple(_upload(material) for material in body.materials),
        walk_in=WalkIn(**body.applicant.dict()),
        channel="接口",
        variant=body.variant,
    )
    receipt: dict[str, Any] = once(
        act=now,
        key=f"lodge/{key}",
        content=body.dict(),
        do=lambda: _lodged(now, who, application),
    )
    return receipt


def _lodged(now: Act, who: Reader, application: Application) -> dict[str, Any]:
    receipt = lodge(act=now, reader=who, application=application)
    return shown.receipt(receipt, open_tasks(matter=receipt.id))


def _completed(now: Act, who: Reader, completion: Completion) -> dict[str, Any]:
    matter = complete_task(act=now, reader=who, completion=completion)
    return shown.done(matter, open_tasks(matter=matter.id))


def _upload(material: shapes.MaterialIn) -> Upload:
    try:
        content = base64.b64decode(material.content, validate=True)
    except binascii.Error as error:
        wrong = f"材料“{material.name}”的内容不是有效的 Base64。请编码后重新提交。"
        raise ApplicationRefused([(f"material_{material.code}", wrong)]) from error
    return Upload(code=material.code, name=material.name, content=content)


@api.get(
    "cases/{number}", auth=SIGNED, response={200: shapes.CaseOut, 404: shapes.Failed}, summary="读取办件", tags=["办件"]
)
def read_case(request: HttpRequest, number: str) -> dict[str, Any]:
    """返回经办单位能看到的办件，个人信息已遮盖。"""
    return shown.case(case(reader=reader(request), number=number))


@api.get("cases/{number}/papers/{uuid:paper}", auth=SIGNED, summary="下载文书（PDF）", tags=["办件"])
def paper(request: HttpRequest, number: str, paper: UUID) -> HttpResponse:
    """返回办件的一份文书。"""
    _, pdf = read_paper(act=act(request), reader=reader(request), number=number, id=paper)
    return HttpResponse(pdf, content_type="application/pdf")


@api.get("cases/{number}/proof", auth=SIGNED, summary="下载存证证明", tags=["办件"])
def case_proof(request: HttpRequest, number: str) -> HttpResponse:
    """返回可离线验证的存证证明（JSON）；刚办的一步要等几秒存证。"""
    found = case(reader=reader(request), number=number)
    return HttpResponse(proof(subject=found.matter.id), content_type="application/json")


@api.post(
    "displays",
    auth=SIGNED,
    response={200: shapes.ComparedOut, 403: shapes.Failed, 422: shapes.Failed},
    summary="报告大厅正在显示的事项",
    tags=["大厅"],
)
def display(request: HttpRequest, body: shapes.DisplayIn) -> dict[str, Any]:
    """自助机、公示屏报告正在显示的事项和版本，返回应更换的；监察和管理人员可以看到各处是否一致。"""
    shown_ = {one.code: one.version_id for one in body.shown}
    found = report_display(act=act(request), reader=reader(request), place=body.place, shown=shown_)
    different = [
        {"code": one.code, "version_id": one.wanted, "page": f"{address()}/items/{one.code}/"} for one in found.others
    ]
    return {"same": found.same, "different": different}


@api.get("tasks", auth=SIGNED, response=list[shapes.TaskOut], summary="待办清单", tags=["办理"])
def tasks(request: HttpRequest) -> list[dict[str, Any]]:
    """返回本系统所持岗位的待办，最急的在前。"""
    return [shown.work(work) for work in worklist(reader=reader(request))]


@api.post(
    "tasks/{uuid:task}/completion",
    auth=SIGNED,
    response={200: shapes.DoneOut, 403: shapes.Failed, 409: shapes.Failed, 422: shapes.Failed},
    summary="办结一步",
    tags=["办理"],
)
def complete(request: HttpRequest, task: UUID, body: shapes.CompletionIn, key: Key) -> dict[str, Any]:
    """办结一步；若别人先办了，返回 409，什么也不改。"""
    who, now = reader(request), act(request)
    completion = Completion(task=task, outcome=body.outcome, opinion=body.opinion, form=body.form)
    try:
        done: dict[str, Any] = once(
            act=now,
            key=f"complete/{key}",
            content={"task": str(task), **body.dict()},
            do=lambda: _completed(now, who, completion),
        )
    except (NotYourStep, OutOfOrder) as error:
        keep_attempt(act=now, reader=who, task=task, error=error)  # else undone with the answer
        raise
    return done
