"""The pages of gestures: what will happen, a small form, one call."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import (
    Matter,
    NotYours,
    StepGone,
    StepRefused,
    Task,
    add_signer,
    delegate,
    recall,
    resume,
    send_back,
    suspend,
    take_back,
    tasks,
    terminate,
    transfer,
    urge,
)
from yimen.contexts.matters.api import matter as read_matter
from yimen.contexts.matters.api import task as read_task
from yimen.sites.pieces import formpage
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.offering import offered, own_page
from yimen.sites.pieces.who import HANDLING, act, for_roles, holds, reader

from .handforms import OTHER, fields, nobody, takes_over, told
from .room import page

_ROOMS = ("complaints", "inquirer", "law", "editor", "staffing", "government")  # posts that handle the other kinds
Errors = list[tuple[str, str]]
Sent = Mapping[str, str]


class NoSuchGesture(LookupError):
    """No gesture has this name."""


@require_http_methods(["GET", "POST"])
@for_roles(*HANDLING, *_ROOMS)
def step(request: HttpRequest, task: UUID, verb: str) -> HttpResponse:
    """Shows the form of a gesture at a step, or makes it and goes to the case."""
    if verb not in _AT_STEP:
        raise NoSuchGesture("没有这种操作。请回到步骤页面，从“更多操作”里选。")
    found, matter = read_task(reader=reader(request), id=task)
    return _answer(request, verb, found, matter)


@require_http_methods(["GET", "POST"])
@for_roles(*HANDLING, *_ROOMS)
def whole(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Shows the form of a gesture at a whole case, or makes it and shows the case."""
    if verb not in _AT_CASE:
        raise NoSuchGesture("没有这种操作。请回到办件页面，从“更多操作”里选。")
    return _answer(request, verb, None, read_matter(reader=reader(request), number=number))


def _answer(request: HttpRequest, verb: str, at: Task | None, matter: Matter) -> HttpResponse:
    who = reader(request)
    if request.method != "POST":
        found = offered(who, matter, tasks(reader=who, matter=matter), at)
        if request.path not in {one["url"] for one in found}:
            raise NotYours("这项操作现在不能办：可能不归您办理，或者本件已经变化。请回到办件页面，从“更多操作”里选。")
        return _form(request, verb, at, matter)
    typed = request.POST
    errors = [*_missing(fields(verb, at, matter, typed, who=who, on=today())), *_wrong(verb, typed)]
    if errors:
        return _form(request, verb, at, matter, errors=errors)
    try:
        if at is not None:
            _AT_STEP[verb][2](act(request), who, at, typed.dict())
        else:
            _AT_CASE[verb][2](act(request), who, matter, typed.dict())
    except StepGone:
        raise
    except StepRefused as error:
        return _form(request, verb, at, matter, refused=str(error))
    say(request, f"{_title(verb, at, who)}：已办好，办件 {matter.number}。")
    return HttpResponseRedirect(_page_of(matter))


def _form(
    request: HttpRequest, verb: str, at: Task | None, matter: Matter, *, errors: Errors | None = None, refused: str = ""
) -> HttpResponse:
    shown, wrong = fields(verb, at, matter, request.POST, who=reader(request), on=today()), dict(errors or [])
    for one in shown:
        one["error"] = wrong.get(one["code"], "")
    number = matter.number
    context = {
        "title": _title(verb, at, reader(request)),
        "lead": f"{matter.title}　办件 {number}",
        "number": number,
        "works": holds(reader(request), HANDLING),
        "step": at.name if at is not None else "",
        "back": _page_of(matter, at),
        "action": request.path,
        "told": told(verb, at, matter, who=reader(request)),
        "errors": formpage.error_lines(errors or []),
        "refused": refused,
        "fields": shown,
        "nobody": nobody(shown),
        "button": "确认接手" if _takes(verb, at, reader(request)) else _all(verb)[1],
        "danger": verb == "terminate",
    }
    return page(request, "gesture", context, status=422 if errors or refused else 200)


def _page_of(matter: Matter, at: Task | None = None) -> str:
    """Returns the page to go back to: the step's own where it waits, else the matter's."""
    here = at is not None and at.done_at is None
    return own_page(matter) or (f"/desk/tasks/{at.id}/" if here and at else f"/desk/cases/{matter.number}/")


def _title(verb: str, at: Task | None, who: Reader) -> str:
    name = "接手" if _takes(verb, at, who) else _all(verb)[0]
    return f"{name}“{at.name}”" if at is not None else name


def _takes(verb: str, at: Task | None, who: Reader) -> bool:
    return verb == "transfer" and at is not None and takes_over(who, at)


def _all(verb: str) -> tuple[str, str]:
    found = _AT_STEP.get(verb) or _AT_CASE[verb]
    return found[0], found[1]


def _missing(shown: list[dict[str, Any]]) -> Errors:
    words = {"select": "选择", "radio": "选择"}
    return [
        (
            one["code"],
            f"没有{words.get(one['type'], '填写')}“{one['label']}”。请{words.get(one['type'], '填写')}后再提交。",
        )
        for one in shown
        if one["required"] and not str(one["value"]).strip()
    ]


def _wrong(verb: str, typed: Mapping[str, str]) -> Errors:
    found: Errors = []
    if typed.get("until", "").strip() and _day(typed["until"]) is None:
        found.append(("until", "“委托至”应写成 2026-03-31 的样子。请改正。"))
    digits = typed.get("days", "").strip()
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        found.append(("days", "“预计所需时间”应只填数字，最多三位，例如 10。请改正。"))
    if verb == "suspend" and typed.get("ground") == OTHER:
        found += [
            (code, f"选“{OTHER}”时须写明“{name}”。请填写后再提交。")
            for code, name in (("other", "其他事由的名称"), ("basis", "其他事由的法律依据"))
            if not typed.get(code, "").strip()
        ]
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _whom(sent: Mapping[str, str]) -> UUID:
    try:
        return UUID(sent["to"])
    except ValueError:
        raise StepRefused("没有选定经办人。请在名单里选一位。") from None


def _transfer(act: Act, who: Reader, at: Task, sent: Sent) -> None:
    transfer(act=act, reader=who, task=at.id, to=_whom(sent), reason=sent.get("reason", ""))


def _delegate(act: Act, who: Reader, at: Task, sent: Sent) -> None:
    delegate(
        act=act,
        reader=who,
        task=at.id,
        to=_whom(sent),
        until=_day(sent["until"]) or date.min,
        terms=sent["terms"],
        reason=sent["reason"],
        decides=sent["decides"] == "yes",
    )


def _add(act: Act, who: Reader, at: Task, sent: Sent) -> None:
    when = "before" if sent["when"] == "before" else "after"
    add_signer(act=act, reader=who, task=at.id, to=_whom(sent), when=when, reason=sent.get("reason", ""))  # type: ignore[arg-type]


def _return(act: Act, who: Reader, at: Task, sent: Sent) -> None:
    send_back(
        act=act,
        reader=who,
        task=at.id,
        to=sent.get("to", "previous"),
        keep=sent.get("keep") == "keep",
        reason=sent["reason"],
    )


def _recall(act: Act, who: Reader, at: Task, sent: Sent) -> None:
    recall(act=act, reader=who, task=at.id, reason=sent.get("reason", ""))


def _take_back(act: Act, who: Reader, at: Task, sent: Sent) -> None:
    take_back(act=act, reader=who, task=at.id, reason=sent.get("reason", ""))


def _urge(act: Act, who: Reader, at: Task, sent: Sent) -> None:  # noqa: ARG001 - as all of them
    urge(act=act, reader=who, task=at.id)


def _suspend(act: Act, who: Reader, matter: Matter, sent: Sent) -> None:
    suspend(
        act=act,
        reader=who,
        matter=matter.id,
        ground=sent["other"] if sent["ground"] == OTHER else sent["ground"],
        basis=sent.get("basis", ""),
        document=sent["document"],
        days=int(sent["days"]),
        reason=sent["reason"],
    )


def _resume(act: Act, who: Reader, matter: Matter, sent: Sent) -> None:
    resume(act=act, reader=who, matter=matter.id, document=sent["document"], reason=sent["reason"])


def _terminate(act: Act, who: Reader, matter: Matter, sent: Sent) -> None:
    terminate(
        act=act,
        reader=who,
        matter=matter.id,
        ground=sent["ground"],
        basis=sent["basis"],
        reason=sent["reason"],
    )


_AT_STEP: Mapping[str, tuple[str, str, Callable[[Act, Reader, Task, Sent], None]]] = {
    "return": ("退回", "确认退回", _return),
    "add": ("加签", "确认加签", _add),
    "transfer": ("转办", "确认转办", _transfer),
    "delegate": ("委托", "确认委托", _delegate),
    "recall": ("收回委托", "确认收回", _recall),
    "takeback": ("撤回", "确认撤回", _take_back),
    "urge": ("催办", "确认催办", _urge),
}
_AT_CASE: Mapping[str, tuple[str, str, Callable[[Act, Reader, Matter, Sent], None]]] = {
    "suspend": ("中止办理", "确认中止", _suspend),
    "resume": ("恢复办理", "确认恢复", _resume),
    "terminate": ("终止办理", "确认终止", _terminate),
}
