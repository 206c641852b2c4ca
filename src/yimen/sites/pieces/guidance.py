"""A guide (办事指南) in sections, the same for the page, for a draft looked at beforehand, and for the PDF."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Guide, Needed, Reference, guide, handled, missing, needed, sample_sizes
from yimen.contexts.identity.api import ROLES, units_by_code
from yimen.contexts.procedures.api import Version, in_force
from yimen.kernel.forms import Form, Material
from yimen.kernel.procedure import Node, Place, outline
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.formpage import size, when_words
from yimen.sites.pieces.guidetimes import Terms, limit_rows, time_words
from yimen.sites.pieces.maps import map_link
from yimen.sites.pieces.shapes import Piece, imprint
from yimen.sites.pieces.templatetags.words import day

_CHECKED = 8  # digits at the end of a version's id, which tell versions apart at a glance
EDITION = "版本"
_SOURCES = {"register": "免提交：由登记信息取得", "licence": "免提交：由电子证照取得"}


def found(code: str) -> tuple[Guide, Version]:
    """Returns an item as it stands today, with the procedure that runs for it; raises NoSuchItem."""
    on = today()
    item = guide(code=code, on=on)
    return item, in_force(key=item.procedure_key, on=on)


def edition(item: Guide) -> str:
    """Returns which version of an item this is: the same words online, on paper and in the hall."""
    return f"第 {item.version} 版，自 {day(item.valid_from)}起施行，校验 {str(item.id)[-_CHECKED:]}"


def source_words(source: str) -> str:
    """Returns in words where a material comes from."""
    return _SOURCES.get(source, "由办事人提交")


def sections(guide: Guide, version: Version, on: date, terms: Terms | None = None) -> list[Piece]:
    """Returns the sections: title, whether a value is for demonstration only, and lines or rows under a head.

    ``links``: of each row the address, "" for none, that its cell in the column ``linked`` leads to. ``terms``: the
    promised and the statutory limit (``allowed``), where they have been read already.
    """
    unit = guide.unit
    kinds = _kinds_of_samples(guide)
    materials = [
        _material(number, one, guide.form, kinds.get(one.code, ""))
        for number, one in enumerate(guide.form.materials, 1)
    ]
    before = needed(guide=guide, on=on)
    nodes, outlined = version.procedure.nodes, outline(version.procedure)
    steps = [_step(number, place, nodes[place.node]) for number, place in enumerate(outlined, 1)]
    fees = [[fee.name, fee.standard, fee.basis] for fee in guide.fees]
    parts = [
        _part(
            "基本信息",
            _basics(guide),
            (),
            guide.demo & {"type", "audience", "events", "unit", "code", "result", "online"},
        ),
        _part(
            "业务办理项",
            _variants(guide),
            ("办理项", "编码", "适用情形", "承诺时限", "材料", "收费"),
            guide.demo & {"variants"},
        )
        | {"links": [f"/items/{guide.code}/?v={one.number}" for one in guide.variants], "linked": 0},
        _part("设定依据", [f"《{b.law}》{b.article}：{b.text}" for b in guide.basis], (), guide.demo & {"basis"}),
        _part("办理条件", [*_conditions(guide), *_before(before)], (), guide.demo & {"conditions", "prerequisites"})
        | {"links": [f"/items/{one.code}/" if one.code else "" for one in before], "linked": 1},
        _part("审查标准", guide.standards, (), guide.demo & {"standards"}),
        _part("审查细则", guide.examination, (), guide.demo & {"examination"}),
        _part("申请材料", *_based(materials, ("材料", "形式", "要求", "依据")), guide.demo & {"materials"}),
        _part("样表和空白表格", _samples(guide), ("材料", "种类", "文件"), guide.demo & {"samples"})
        | {"links": _sample_links(guide, on), "linked": 2},
        _part(
            "办理时限",
            limit_rows(guide, version, on, terms or allowed(guide=guide, on=on)),
            (),
            guide.demo & {"promised", "statutory", "silence"},
        ),
        _part("办理程序", steps, ("环节", "由谁办理", "时限", "依据"), guide.demo & {"procedure_key"}),
        _part("参加办理的部门", _partners(guide), ("部门", "审查内容", "什么情况参加"), guide.demo & {"joint"}),
        _part("收费", fees or ["不收费。"], ("项目", "标准", "依据") if fees else (), guide.demo & {"fees"}),
        _part("办理地点和时间", _where(guide), (), guide.demo & {"address", "hours", "point"})
        | {"links": [map_link(guide.address, guide.point)] if guide.address else [], "linked": 1},
        _part("咨询和监督", _phones(guide), (), {"unit"} if unit.demo else ()),
        _part("监督举报方式", _channels(guide), (), guide.demo & {"channels"}),
        _part("常见问题", [f"问：{q.question}\n答：{q.answer}" for q in guide.faq], (), guide.demo & {"faq"}),
        *(_references(name, rows, guide.demo & {key}) for key, name, rows in _documents(guide)),
    ]
    return [part for part in parts if part["lines"] or part["rows"]]


def page(item: Guide, version: Version, on: date, terms: Terms | None = None) -> dict[str, Any]:
    """Returns what pieces/guide.html says of an item: the same for the public and for who looks at a draft.

    ``terms``: as for the sections.
    """
    terms = promise, law = terms or allowed(guide=item, on=on)
    tags = [{"label": item.type, "kind": "law"}, {"label": item.online, "kind": "act"}]
    tags += [{"label": "含演示值", "kind": "demo"}] if item.demo else []
    return {
        "name": titled(item),
        "ways": ways(item),
        "lead": f"{item.unit.name} · 承诺 {promise.length} 个工作日办结（法定 {law.text}）",
        "tags": tags,
        "sections": [shown(part) for part in sections(item, version, on, terms)],
        "ahead": [],
        "missing": missing(item),
        "version": version,
        "imprint": imprint(version, item.unit.name, on),
        "edition": edition(item),
        "edition_id": str(item.id),
        "form": item.form.title if item.form.sections else "",
        "preview": None,
    }


def shown(part: Piece) -> Piece:
    """Returns a section with its table, where its rows stand under a head, else with its pairs."""
    links = [*part["links"], *[""] * (len(part["rows"]) - len(part["links"]))]
    if not part["head"]:
        pairs = [
            {"label": row[0], "value": row[1], "note": "", "url": url}
            for row, url in zip(part["rows"], links, strict=True)
        ]
        return {**part, "table": None, "pairs": pairs}
    rows = [
        [
            {"text": text, "label": head, "number": False, "light": None, "head": place == 0}
            | {"url": url if url and place == part["linked"] else None}
            for place, (text, head) in enumerate(zip(row, part["head"], strict=True))
        ]
        for row, url in zip(part["rows"], links, strict=True)
    ]
    heads = [{"label": head, "number": False} for head in part["head"]]
    caption = f"{part['title']}，共 {len(rows)} 项"
    return {**part, "pairs": [], "table": {"caption": caption, "heads": heads, "rows": rows}}


def _part(title: str, content: Iterable[str | list[str]], head: tuple[str, ...], demo: Iterable[str]) -> Piece:
    stated = list(content)
    return {
        "title": title,
        "demo": bool(list(demo)),
        "head": list(head),
        "lines": [line for line in stated if isinstance(line, str)],
        "rows": [row for row in stated if isinstance(row, list)],
        "links": [],
        "linked": 0,
    }


def _basics(guide: Guide) -> list[list[str]]:
    rows = [
        ["事项类型", guide.type],
        ["事项种类", guide.kind],
        ["办件类型", guide.handling],
        ["实施机关", guide.unit.name],
        ["承办科室", guide.section],
        ["服务对象", "、".join(served(guide))],
        ["适用的人生事件", "、".join(guide.events)],
        ["行使内容", guide.exercise],
        ["权限划分", guide.division],
        ["数量限制", guide.quota],
        ["通办范围", guide.area],
        ["办理结果", "，".join(filter(None, (guide.result, guide.result_kind, guide.result_sample)))],
        ["网上可办理程度", guide.online + ("，当场办结" if guide.instant else "")],
        ["网上办理深度", "、".join(guide.depth)],
        ["到现场次数", visits(guide)],
        ["基本编码", guide.base_code],
        ["实施编码", guide.code],
        ["业务办理项编码", guide.handling_code],
        [EDITION, edition(guide)],
    ]
    return [row for row in rows if row[1]]


def titled(item: Guide) -> str:
    """Returns what a guide is called: the item, and the handling item that it is read for."""
    return f"{item.name}（{item.handled.name}）" if item.handled else item.name


def chosen(item: Guide, number: str) -> Guide:
    """Returns an item as it holds for the handling item that an address names ("" none); raises NoSuchItem."""
    return handled(guide=item, number=number) if item.variants or number else item


def handling(item: Guide) -> list[tuple[str, str]]:
    """Returns the handling item that a guide is read for, with its code, as a fact; [] where there is none."""
    return [("业务办理项", f"{item.handled.name}（{item.handling_code}）")] if item.handled else []


def picked(item: Guide, number: str) -> Guide:
    """Returns an item as it holds for a handling item; where it has none of that number, as a whole."""
    known = any(one.number == number for one in item.variants)
    return handled(guide=item, number=number) if known else item


def ways(item: Guide, *, apart: bool = False) -> list[Piece]:
    """Returns the handling items to choose from, as links, the one that is read marked; [] where there are none.

    ``apart``: each by itself only, as an application is for one of them.
    """
    here = item.handled.number if item.handled else ""
    listed = [(one.number, one.name, one.situation) for one in item.variants]
    listed = [("", "全部情形", ""), *listed] if listed and not apart else listed
    return [
        {"url": f"?v={number}" if number else "?", "label": label, "hint": hint, "here": number == here}
        for number, label, hint in listed
    ]


def _variants(guide: Guide) -> list[list[str]]:
    """Returns the handling items; for a guide that is read for one of them, none: it says itself what holds."""
    names = {one.code: one.name for one in guide.form.materials}
    return [
        [
            one.name,
            f"{guide.code}{one.number}",
            one.situation,
            f"{one.promised or guide.promised} 个工作日",
            "、".join(names[code] for code in one.materials) or "与本事项相同",
            "、".join(one.fees) or "与本事项相同",
        ]
        for one in (() if guide.handled else guide.variants)
    ]


def visits(guide: Guide) -> str:
    """Returns how often one must come in person, in words; "" where the item does not say."""
    if guide.visits is None:
        return ""
    why = f"（{guide.visits_reason}）" if guide.visits_reason else ""
    return f"{guide.visits} 次{why}" if guide.visits else "不用到现场"


def _conditions(guide: Guide) -> list[str]:
    own = [f"适用情形：{guide.handled.situation}"] if guide.handled else []
    return [*own, *guide.conditions]


def _before(found: Iterable[Needed]) -> list[list[str]]:
    """Returns what must be had first, each with where: of one that is offered nowhere near, that it is so."""
    return [["先要办好", f"{one.name}（{one.where}）"] for one in found]


def _partners(guide: Guide) -> list[list[str]]:
    names = units_by_code(codes=[one.unit for one in guide.joint]) if guide.joint else {}
    return [[names[one.unit].name, one.duty, one.why.removeprefix("因为")] for one in guide.joint]


def form_of(material: Material) -> str:
    """Returns in what form a material is handed in."""
    counts = (("原件", material.originals), ("复印件", material.copies))
    return "，".join(f"{words} {count} 份" for words, count in counts if count) or "电子文件"


def _kinds_of_samples(guide: Guide) -> dict[str, str]:
    """Returns which samples each material has, in words, by its code."""
    kinds: dict[str, dict[str, None]] = {}
    for one in guide.samples:
        kinds.setdefault(one.material, {})[one.kind] = None
    return {code: f"有{'和'.join(listed)}" for code, listed in kinds.items()}


def wanted_when(form: Form, material: Material) -> str:
    """Returns when a material is to be handed in, in the words of the form; "" for always."""
    if material.when:
        return f"{when_words(form, material.when)}的，{'提交' if material.required else '选交'}"
    return "" if material.required else "选交"


def _material(number: int, material: Material, form: Form, shown_by: str) -> list[str]:
    needs = [
        _SOURCES.get(material.source, ""),
        wanted_when(form, material),
        "可容缺受理" if material.tolerable else "",
        material.sample,
    ]
    return [
        f"{number}. {material.name}",
        form_of(material),
        "；".join(filter(None, [*(needs if any(needs) else ["必须提交"]), shown_by])),
        material.basis,
    ]


def _based(rows: list[list[str]], head: tuple[str, ...]) -> tuple[list[list[str]], tuple[str, ...]]:
    """Returns rows and their head; without the last column, the basis, where none of them states one."""
    return (rows, head) if any(row[-1] for row in rows) else ([row[:-1] for row in rows], head[:-1])


def _samples(guide: Guide) -> list[list[str]]:
    names = {one.code: one.name for one in guide.form.materials}
    sizes = sample_sizes(samples=guide.samples)
    return [[names[one.material], one.kind, f"{one.name}（{size(sizes.get(one.sha256, 0))}）"] for one in guide.samples]


def _sample_links(guide: Guide, on: date) -> list[str]:
    """Returns the addresses of the files that a guide names on a day: other versions may name others."""
    dated = "" if on == today() else f"?on={on.isoformat()}"
    return [f"/items/{guide.code}/samples/{one.sha256}/{dated}" for one in guide.samples]


def _documents(guide: Guide) -> tuple[tuple[str, str, tuple[Reference, ...]], ...]:
    return (
        ("related", "相关法律法规", guide.related),
        ("policies", "政策文件", guide.policies),
        ("notices", "通知公告", guide.notices),
    )


def _references(title: str, rows: tuple[Reference, ...], demo: Iterable[str]) -> Piece:
    cells = [[one.title, one.number or "—", one.day or "—"] for one in rows]
    return _part(title, cells, ("名称", "文号", "日期"), demo) | {"links": [one.url for one in rows], "linked": 0}


def _channels(guide: Guide) -> list[list[str]]:
    return [[one.way, one.contact] for one in guide.channels]


def _step(number: int, place: Place, node: Node) -> list[str]:
    who = ROLES.get(place.role, place.role)
    return [f"{number}. {place.name}", who, time_words(node), place.basis or "—"]


def served(guide: Guide) -> tuple[str, ...]:
    """Returns whom an item serves, as every face of its guide says it: the kinds that it lists, else 自然人、法人."""
    return guide.subjects or guide.audience


def phones(guide: Guide) -> tuple[str, str]:
    """Returns the numbers to ask and to complain: the item's own, else its body's."""
    return guide.consult_phone or guide.unit.phone, guide.complaint_phone or guide.unit.supervision_phone


def _point(guide: Guide) -> str:
    """Returns a point to copy, and its system, as maps differ in theirs."""
    note = "纬度在前，WGS-84 坐标，与国家 2000 坐标一致；可复制到地图软件里查找，按 GCJ-02 等坐标系读会偏几百米"
    return f"{guide.point}（{note}）" if guide.point else ""


def _where(guide: Guide) -> list[list[str]]:
    ways = (("可邮寄材料和结果", guide.by_post), ("可预约", guide.booking), ("可网上缴费", guide.online_payment))
    rows = (
        ["地点", guide.address],
        ["地图坐标", _point(guide)],
        ["时间", guide.hours],
        ["窗口权限", guide.window_authority],
        ["其他方式", "、".join(words for words, offered in ways if offered)],
    )
    return [row for row in rows if row[1]]


def _phones(guide: Guide) -> list[list[str]]:
    consult, complaint = phones(guide)
    rows = (
        ["咨询电话", consult],
        ["监督投诉电话", complaint],
        ["机关地址", guide.unit.address],
        ["工作纪律", guide.discipline],
    )
    return [row for row in rows if row[1]]
