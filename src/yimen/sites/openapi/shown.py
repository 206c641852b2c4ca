"""The rooms' values as plain JSON."""

from dataclasses import asdict
from datetime import date
from typing import Any

from yimen.contexts.cases.api import Case, Grounds, Receipt, allowed, grounds
from yimen.contexts.catalogue.api import Guide, Line
from yimen.contexts.identity.api import ROLES
from yimen.contexts.matters.api import Matter, Progress, Task, Work
from yimen.contexts.procedures.api import Version
from yimen.kernel.forms import form_to_data
from yimen.kernel.procedure import outline
from yimen.sites.pieces.conf import address
from yimen.sites.pieces.formpage import when_words
from yimen.sites.pieces.guidance import served, source_words


def listed(item: Line, on: date) -> dict[str, Any]:
    """Returns an item that was found, with the handling items that were asked for."""
    handling = [{"code": f"{item.code}{number}", "name": name} for number, name in item.handling]
    return {**line(item, on), "handling": handling}


def line(item: Guide | Line, on: date) -> dict[str, Any]:
    """Returns an item as a line of a list, with the promise that holds on a day."""
    promise, _ = allowed(guide=item, on=on)
    names = ("code", "name", "type", "region")
    return {**{name: getattr(item, name) for name in names}, "promised": promise.length, "unit": item.unit.name}


def guide(item: Guide, version: Version, on: date) -> dict[str, Any]:
    """Returns the whole guide in force on a day: what the page says, for terminals in the hall and other systems."""
    promise, law = allowed(guide=item, on=on)
    return {
        **line(item, on),
        **edition(item),
        "kind": item.kind or item.type,
        "handling": item.handling,
        "audience": list(item.audience),
        "subjects": list(served(item)),
        "themes": list(item.themes),
        "events": list(item.events),
        "basis": [asdict(each) for each in item.basis],
        "conditions": list(item.conditions),
        "materials": _materials(item),
        "variants": [
            {
                "code": f"{item.code}{one.number}",
                "number": one.number,
                "name": one.name,
                "situation": one.situation,
                "promised": one.promised or promise.length,
                "materials": list(one.materials),
                "fees": list(one.fees),
            }
            for one in item.variants
        ],
        "samples": [
            {**asdict(each), "url": f"{address()}/items/{item.code}/samples/{each.sha256}/"} for each in item.samples
        ],
        "statutory": f"{law.text}（{law.citation}）",
        "result": item.result,
        "fees": [asdict(each) for each in item.fees],
        "steps": [
            {"name": place.name, "role": ROLES.get(place.role, place.role), "basis": place.basis}
            for place in outline(version.procedure)
        ],
        "address": item.address,
        "point": item.point,
        "hours": item.hours,
        "online": item.online,
        "visits": item.visits,
        "depth": list(item.depth),
        "phone": item.consult_phone or item.unit.phone,
        "complaint_phone": item.complaint_phone or item.unit.supervision_phone,
        "faq": [asdict(each) for each in item.faq],
        "related": [asdict(each) for each in item.related],
        "policies": [asdict(each) for each in item.policies],
        "notices": [asdict(each) for each in item.notices],
        "examination": list(item.examination),
        "channels": [asdict(each) for each in item.channels],
        "page": f"{address()}/items/{item.code}/",
        "demo": sorted(item.demo),
        "promised": promise.length,
    }


def _materials(item: Guide) -> list[dict[str, Any]]:
    """Returns the materials, with words beside what only a program reads: where each comes from, when it is needed."""
    rows: Any = form_to_data(item.form)["materials"]
    return [
        {
            **row,
            "source_words": source_words(one.source),
            **({"when_words": when_words(item.form, one.when)} if one.when else {}),
        }
        for row, one in zip(rows, item.form.materials, strict=True)
    ]


def edition(item: Guide) -> dict[str, Any]:
    """Returns which version of an item is in force."""
    return {"code": item.code, "version": item.version, "version_id": str(item.id), "valid_from": item.valid_from}


def opened(tasks: tuple[Task, ...]) -> list[dict[str, str]]:
    """Returns the steps that wait."""
    return [{"id": str(task.id), "name": task.name} for task in tasks if task.done_at is None]


def receipt(given: Receipt, tasks: tuple[Task, ...]) -> dict[str, Any]:
    """Returns a receipt; times as ISO texts, so that it can be remembered as it was given."""
    return {
        "id": str(given.id),
        "number": given.number,
        "title": given.title,
        "received_at": given.received_at.isoformat(),
        "due_on": given.due_on.isoformat() if given.due_on else None,
        "explanation": given.explanation,
        "open": opened(tasks),
    }


def progress(found: Progress) -> dict[str, Any]:
    """Returns a matter's public progress."""
    names = ("number", "title", "region", "stage", "outcome", "opened_at")
    clock = ("closed_at", "due_on", "paused", "suspended")
    steps = [{"name": name, "opened_at": opened, "done_at": done} for _, name, opened, done in found.steps]
    return {
        **{name: getattr(found, name) for name in names},
        **{name: getattr(found.standing, name) for name in clock},
        "steps": steps,
    }


def case(found: Case) -> dict[str, Any]:
    """Returns a case as its unit's systems may see it."""
    names = ("number", "title", "region", "stage", "outcome", "opened_at", "closed_at", "due_on", "paused", "suspended")
    steps = [
        {
            "id": task.id,
            "name": task.name,
            "opened_at": task.opened_at,
            "done_at": task.done_at,
            "outcome": task.outcome_name,
            "due_on": task.due_on,
        }
        for task in found.tasks
    ]
    return {
        **{name: getattr(found.matter, name) for name in names},
        "steps": steps,
        "applicant": found.applicant,
        "channel": found.channel,
        "missing": list(found.missing),
        "decision": found.decision,
        "grounds": list(found.grounds),
        "met": list(found.met),
        "handling_item": found.guide.handling_code,
        "offered": _offered(grounds(guide=found.guide)),
        "papers": [
            {"id": paper.id, "kind": paper.kind, "name": paper.name, "number": paper.number, "at": paper.at}
            for paper in found.papers
        ],
    }


def _offered(found: Grounds) -> dict[str, list[dict[str, str]]]:
    names = ("grant", "refuse", "refuse_acceptance", "correct")
    return {
        name: [
            {"code": one.code, "kind": one.kind, "text": one.text, "basis": one.basis} for one in getattr(found, name)
        ]
        for name in names
    }


def work(found: Work) -> dict[str, Any]:
    """Returns one open step with what may come of it."""
    node = found.matter.procedure.procedure.nodes[found.task.node]
    return {
        "id": found.task.id,
        "number": found.matter.number,
        "title": found.matter.title,
        "name": found.task.name,
        "role": found.task.role,
        "due_on": found.task.due_on,
        "outcomes": [{"code": o.code, "name": o.name, "opinion": o.opinion} for o in node.outcomes],
    }


def done(matter: Matter, tasks: tuple[Task, ...]) -> dict[str, Any]:
    """Returns how a matter stands after a step."""
    return {
        "number": matter.number,
        "stage": matter.stage,
        "outcome": matter.outcome,
        "closed": not matter.open,
        "due_on": matter.due_on.isoformat() if matter.due_on else None,
        "open": opened(tasks),
    }
