"""The editor's form: sections with their fields, what was written in them, what is wrong beside them, and comments."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from yimen.contexts.catalogue.api import (
    ELEMENT_TYPES,
    LABELS,
    LIMIT_UNITS,
    OF_A_POWER,
    OWN_MOTION,
    PROPOSED,
    SAMPLE_KINDS,
    SOURCES,
    Asked,
    Base,
    Comment,
    Draft,
    Finding,
    Partner,
    Sample,
    always_asked,
    base_names,
    code_parts,
    draft_values,
    kind_of,
    nearest,
    prerequisites_said,
    sample_sizes,
)
from yimen.contexts.identity.api import units
from yimen.contexts.procedures.api import public_list
from yimen.kernel.codes import ITEM_TYPES, POWER_TYPES, CodeError
from yimen.kernel.forms import Form
from yimen.sites.pieces.endings import EFFECTS
from yimen.sites.pieces.formpage import size
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import moment

from . import whens
from .parts import ALWAYS, ASKS, BASE_PARTS, COLUMNS_NEEDED, NEEDED, PARTS, Ask, Part
from .telling import unasked
from .written import elements, every, fees, materials, rows_of

_OPEN_ROWS = {"materials", "form", "basis"}  # always with one empty row where there is none
_NAMING = ("name", "label", "law", "question", "duty", "title", "way")  # columns that name a row
SENDING = "send"  # the anchor after the last part
_MANY = 8  # more boxes to tick than this stand beside each other
_NUMBERED = re.compile(r"第 (\d{1,3}) ")  # a row, as what is wrong with it names it
_NO_QUESTIONS = "先在“四、申请表问什么”写好填写项并保存，这里才有得选。"
_HOW = "写成 “占用面积”大于 300、“公路等级”是“一级公路” 的样子，几个条件用“，并且”“，或者”连接。"
_FIXED = "同一事项编码不变，改不了。"
_LATER = "审定公布之日晚于这一天的，以公布之日为准。"
Choice = dict[str, str]


class Sheet:
    """All that the fields of one draft's form look at."""

    def __init__(
        self,
        draft: Draft,
        base: Base | None,
        findings: Sequence[Finding],
        comments: Iterable[Comment],
        *,
        add: str = "",
        fresh: bool = False,
        bad_file: str = "",
        on: date,
    ) -> None:
        """``fresh``: nothing is saved yet, only what came with it is marked; ``bad_file``: why a file is not taken."""
        self.draft, self.base, self.add, self.on = draft, base, add, on
        self.bad_file = bad_file
        self.errors: dict[str, str] = {}
        for one in findings:
            if one.must:
                said = self.errors.get(one.field)
                self.errors[one.field] = f"{said} {one.words}" if said else one.words
        held = {key: words for key, words in self.errors.items() if key in draft.content}
        self.marks: Mapping[str, str] = held if fresh else self.errors
        self.comments: dict[str, list[Piece]] = {}
        for each in comments:
            self.comments.setdefault(each.field, []).append(told_comment(each))
        self._choices: dict[str, list[Choice]] = {}
        self._values: Mapping[str, Any] | None = None

    def sections(self) -> list[Piece]:
        """Returns the sections as editor.html takes them."""
        parts = BASE_PARTS if self.draft.base else PARTS
        onward = [*(part.code for part in parts[1:]), SENDING]
        return [self._part(part, following) for part, following in zip(parts, onward, strict=True)]

    def proposed(self) -> list[Piece]:
        """Returns the fields of the change itself."""
        draft = self.draft
        day = draft.first_day.isoformat() if draft.first_day else ""
        asked = [
            self._field("first_day", PROPOSED["first_day"], "date", day, hint=f"{EFFECTS[draft.kind]}{_LATER}"),
            self._field("reason", PROPOSED["reason"], "textarea", draft.reason, hint="为什么要作这次变动。", max=400),
            self._field(
                "document",
                PROPOSED["document"],
                "text",
                draft.document,
                hint="写文号，例如“湘政发〔2026〕1号”。",
                max=120,
            ),
        ]
        return [{"field": field, "comments": self.comments.get(str(field["code"]), [])} for field in asked]

    def _part(self, part: Part, following: str) -> Piece:
        asks = [self._ask(ask) for ask in part.asks]
        wrong = sum(bool(ask["wrong"]) for ask in asks)
        hint = part.hint if part.code != "base" or self.base or self.draft.base else ""
        shown = {"code": part.code, "title": part.title, "hint": hint, "next": following}
        if following == SENDING:
            asks += unasked(self.draft, [key for key in self._demo() if key not in ASKS], self.on)
        return {**shown, "asks": asks, "wrong": wrong}

    def _ask(self, ask: Ask) -> Piece:
        """Returns one field: ``field`` for field.html, or ``rows``, or ``told`` where its base item says it."""
        label, error = LABELS[ask.key], self.marks.get(ask.key, "")
        shown: Piece = {"key": ask.key, "label": label, "hint": ask.hint, "wrong": error, "kind": "field"}
        shown |= {"comments": self.comments.get(ask.key, []), "rows": [], "fields": [], "told": [], "other": False}
        shown |= {"demo": ask.key in self._demo(), "links": []}
        value = self.draft.content.get(ask.key)
        if self.base and ask.key in self.base.said:
            other = ask.key in self.draft.content and ask.key in self.errors
            return {**shown, "kind": "told", "told": _told(self.base, ask.key), "other": other}
        if ask.kind == "rows":
            return {**shown, "kind": "rows", "rows": self._rows(ask), "add": f"增加一行{label}"}
        if ask.kind == "samples":
            fields = _attaching(self.draft.content, self.bad_file)
            return {**shown, "kind": "samples", "fields": fields, "rows": _samples(self.draft)}
        if ask.kind == "code":
            field = self._field(ask.key, label, "id", _plain(ask, value), hint=ask.hint, max=ask.most)
            field |= {"readonly": bool(self.draft.based_on)} | ({"hint": _FIXED} if self.draft.based_on else {})
            return {**shown, "kind": "code", "field": field, "rows": _code_parts(self.draft.unit, str(value or ""))}
        if ask.kind == "statutory":
            return {**shown, "kind": "fields", "fields": self._statutory(value, error)}
        kinds = {"lines": "textarea", "procedure": "select", "unit": "select"}
        most = 0 if ask.kind == "lines" else ask.most
        field = self._field(ask.key, label, kinds.get(ask.kind, ask.kind), _plain(ask, value), hint=ask.hint, max=most)
        if ask.key == "prerequisites" and isinstance(value, list):
            needed = [str(code) for code in value]
            field["value"], shown["links"] = "\n".join(prerequisites_said(codes=needed)), self._before(needed)
        field["required"] = ask.key in NEEDED or ask.key in self._needed()
        choices = self.choices(ask)
        field |= {"choices": choices, "unit": ask.unit, "short": ask.kind in ("number", "tel")}
        field["across"] = ask.kind == "checkboxes" and len(choices) > _MANY
        return {**shown, "field": field}

    def _demo(self) -> list[str]:
        """Returns the fields whose values no source gives."""
        marked = self.draft.content.get("demo")
        return [key for key in marked if key in LABELS] if isinstance(marked, list) else []

    def _before(self, codes: Sequence[str]) -> list[Piece]:
        """Returns the items that are needed before this one, each with where it is read."""
        known = base_names(codes=[code for code in codes if code.isascii() and code.isalnum()])
        items = nearest(codes=known, region=self.draft.region, unit=self.draft.unit, on=self.on)
        urls = {code: f"/items/{items[code]}/" if code in items else f"/items/?q={code}" for code in known}
        return [{"url": urls[code], "label": known[code]} for code in codes if code in known]

    def _needed(self) -> set[str]:
        """Returns the fields that are to be filled in for what the draft is about: a power, an item of its kind."""
        said = str(self.base.type if self.base else self.draft.content.get("type") or "")
        kind = kind_of(type=said, kind=str(self.draft.content.get("kind") or ""))
        return {*(OF_A_POWER if said in POWER_TYPES else ()), *(kind.needs if kind else ())}

    def choices(self, ask: Ask) -> list[Choice]:
        """Returns what a field can be chosen from."""
        if ask.key == "type":
            return _alike(ITEM_TYPES.values())
        if ask.kind in ("unit", "procedure"):
            written = self.draft.content.get(ask.key)
            fit = self._procedures() if ask.kind == "procedure" else self._windows()
            return [one for one in self._named(ask.kind) if one["code"] in fit or one["code"] == written]
        return _alike(ask.choices)

    def _procedures(self) -> set[str]:
        """Returns the procedures for items of the draft's type: those of applications, unless nobody applies for it."""
        own = self.draft.content.get("type") in OWN_MOTION
        return {
            one.key
            for one in public_list(on=self.on)
            if any(node.role == "applicant" for node in one.procedure.nodes.values()) != own
            and not {"editor", "complaints"} & {node.role for node in one.procedure.nodes.values()}
        }

    def _windows(self) -> set[str]:
        """Returns the units that receive: the centres of the county, and the draft's own unit."""
        centres = {one.code for one in units(region=_county(self.draft.region)) if one.kind == "centre"}
        return centres | {self.draft.unit}

    def _named(self, kind: str) -> list[Choice]:
        if kind not in self._choices:
            pairs = (
                [(one.code, one.name) for one in units(region=_county(self.draft.region))]
                if kind == "unit"
                else [(one.key, one.name) for one in public_list(on=self.on) if one.key != "item-review"]
            )
            self._choices[kind] = [{"code": code, "label": name, "hint": ""} for code, name in pairs]
        return self._choices[kind]

    def _field(self, code: str, label: str, kind: str, value: Any, **more: Any) -> Piece:
        plain = {"hint": "", "choices": [], "required": True, "error": self.marks.get(code, "")}
        return {"code": code, "label": label, "type": kind, "value": value, **plain, **more}

    def _statutory(self, value: Any, error: str) -> list[Piece]:
        given = value if isinstance(value, Mapping) else {}
        days = self._field("statutory_days", "法定时限", "number", given.get("days") or "", error=error, max=4)
        unit = self._field("statutory_unit", "单位", "select", given.get("unit") or "wd")
        unit["choices"] = [{"code": code, "label": name, "hint": ""} for code, name in LIMIT_UNITS.items()]
        law = self._field("statutory_law", "哪部法（不写书名号）", "text", given.get("law") or "", max=60)
        return [days, unit, law, self._field("statutory_article", "第几条", "text", given.get("article") or "", max=60)]

    def _rows(self, ask: Ask) -> list[Piece]:
        """Returns the rows of a field, with an empty one where it was asked for."""
        rows = rows_of(self.draft.content, ask)
        if self.add == ask.key or (not rows and ask.key in _OPEN_ROWS):
            rows = [*rows, {}]
        wrong = {int(number) for number in _NUMBERED.findall(self.marks.get(ask.key, ""))}
        return [{**self._row(ask, number, row), "wrong": number + 1 in wrong} for number, row in enumerate(rows)]

    def _row(self, ask: Ask, number: int, row: Mapping[str, Any]) -> Piece:
        fields = [field for column in ask.columns for field in self._cells(ask, number, column, row)]
        name = next(
            (str(row.get(key)) for key in _NAMING if row.get(key)),
            "新的一行",
        )
        code = str(row.get("code", ""))
        return {"number": number, "drop": f"{ask.key}-{number}", "name": name, "code": code, "fields": fields}

    def _cells(self, ask: Ask, number: int, column: tuple[str, str, str], row: Mapping[str, Any]) -> list[Piece]:
        """Returns the controls of a column: one, but of a condition one for each alternative and one more."""
        return self._whens(ask, number, column, row) if column[2] == "when" else [self._cell(ask, number, column, row)]

    def _whens(self, ask: Ask, number: int, column: tuple[str, str, str], row: Mapping[str, Any]) -> list[Piece]:
        key, label, _ = column
        name = f"{ask.key}-{number}-{key}"
        rows = whens.chosen(row.get(key))
        asked = Asked(elements(self.draft.content))
        if len(rows) > whens.MOST:
            told = {"required": False, "readonly": True, "hint": whens.kept(rows)}  # under a name that no save reads
            return [self._field(f"{name}-told", label, "textarea", whens.said(rows, asked), **told)]
        choices = whens.offered(asked, rows, but=str(row.get("code", "")) if ask.key == "form" else "")
        always = ALWAYS[ask.key, key]
        hint = f"不选：{always}。选几种的，有一种就算。" if choices else _NO_QUESTIONS
        first = self._field(name, label, "select", "", required=False, choices=choices, hint=hint, none=always)
        values = [*rows, ""][: whens.MOST]
        fields = [first, *({**first, "code": f"{name}-{place}"} for place in range(2, len(values) + 1))]
        for field, value in zip(fields, values, strict=True):
            field["value"] = value
        for field in fields[1:]:
            field |= {"label": f"{label}，或者", "hint": "", "none": "没有别的情况"}
        return fields

    def _cell(self, ask: Ask, number: int, column: tuple[str, str, str], row: Mapping[str, Any]) -> Piece:
        key, label, kind = column
        name = f"{ask.key}-{number}-{key}"
        choices: Mapping[str, Iterable[tuple[str, str]]] = {
            "type": ELEMENT_TYPES.items(),
            "source": SOURCES.items(),
            "yes": (("yes", "是"), ("no", "否")),
        }
        value = row.get(key, "")
        needed = key in COLUMNS_NEEDED[ask.key]
        field = self._field(name, label, "select" if kind in (*choices, "unit") else kind, value, required=needed)
        if kind in ("materials", "fees"):
            named = materials(self.draft.content) if kind == "materials" else fees(self.draft.content)
            chosen = [{"code": code, "label": name, "hint": ""} for code, name in named.items()]
            field |= {"type": "checkboxes", "choices": chosen, "value": value if isinstance(value, list) else []}
        elif kind == "unit":
            field["choices"] = self._named("unit")
        elif key == "when":
            field["hint"] = self._taking_part(str(row.get("unit", "")), str(value))
        elif kind in choices:
            field["choices"] = [{"code": code, "label": words, "hint": ""} for code, words in choices[kind]]
            field["value"] = value or next(iter(choices[kind]))[0]
        field |= {"max": 0 if kind == "textarea" else 500, "short": kind in ("number", "yes"), "ask": ask.key}
        return field

    def _taking_part(self, unit: str, when: str) -> str:
        """Returns a unit's condition in the words of the form; of none, or one not yet right, what it may look at."""
        if self._values is None:
            self._values = draft_values(draft=self.draft, on=self.on)
        partners: Sequence[Partner] = self._values.get("joint") or ()
        told = next((one.why.removeprefix("因为") for one in partners if one.unit == unit and one.when), "")
        if told and when:
            return f"读作：{told}，就参加。"
        form: Form | None = self._values.get("form")
        asked = (field.element for field in form.fields if always_asked(field)) if form else ()
        names = "、".join(f"“{one.label}”" for one in asked)
        return f"{_HOW}可以看申请表里人人必答的：{names}。" if names else ""


def _code_parts(unit: str, code: str) -> list[Piece]:
    """Returns the parts of a code as the page explains them; what is wrong stands in the place of the meaning."""
    try:
        parts = code_parts(unit=unit, code=code)
    except CodeError:
        return []  # far too long: the field itself says so
    return [
        {
            "places": f"第 {one.first} 位" if one.first == one.last else f"第 {one.first}–{one.last} 位",
            "text": one.text or "—",
            "title": one.title,
            "meaning": "" if one.text in one.meaning else one.meaning,  # a number again tells nothing
            "wrong": one.wrong if code else "",
        }
        for one in parts
    ]


def _samples(draft: Draft) -> list[Piece]:
    """Returns the samples and blank forms of a draft, each with its address and what its button sends."""
    names, rows = materials(draft.content), every(draft.content.get("samples"))
    sizes = sample_sizes(samples=[Sample("", "", "", str(one.get("sha256"))) for one in rows])
    return [
        {
            "material": names.get(str(one.get("material")), "已删去的材料"),
            "kind": one.get("kind"),
            "name": one.get("name"),
            "size": size(sizes[str(one["sha256"])]) if str(one.get("sha256")) in sizes else "",
            "url": f"/catalogue/drafts/{draft.id}/samples/{one.get('sha256')}/",
            "drop": "|".join(str(one.get(key)) for key in ("material", "kind", "sha256")),
        }
        for one in rows
    ]


def _attaching(content: Mapping[str, Any], wrong: str) -> list[Piece]:
    """Returns the fields by which one more file is sent; ``wrong``: why the last one was not taken."""
    known = [{"code": code, "label": name, "hint": ""} for code, name in materials(content).items()]
    kinds = _alike(SAMPLE_KINDS)
    asked: tuple[tuple[str, str, str, list[Choice]], ...] = (
        ("sample_material", "哪份材料", "select", known),
        ("sample_kind", "样表还是空白表格", "select", kinds),
        ("sample_file", "文件", "file", []),
    )
    plain = {"hint": "", "required": False, "error": "", "value": ""}
    accept = {"accept": ".docx,.ofd,.pdf,.jpg,.jpeg,.png"}
    return [
        {
            "code": code,
            "label": label,
            "type": kind,
            "choices": choices,
            **plain,
            **accept,
            **({"error": wrong} if kind == "file" else {}),
        }
        for code, label, kind, choices in asked
    ]


def told_comment(one: Comment) -> Piece:
    """Returns a comment as the pages show it."""
    label = LABELS.get(one.field) or PROPOSED.get(one.field) or "整份草稿"
    return {
        "id": one.id,
        "text": one.text,
        "who": one.post,
        "when": moment(one.at),
        "label": label,
        "settled": f"{one.settled_by} {moment(one.settled_at)}" if one.settled_at else "",
    }


def _county(region: str) -> str:
    return region[:6].ljust(12, "0")


def _alike(words: Iterable[str]) -> list[Choice]:
    return [{"code": word, "label": word, "hint": ""} for word in words]


def _told(base: Base, key: str) -> list[str]:
    if key == "basis":
        return [f"《{one.law}》{one.article}：{one.text}" for one in base.basis]
    return [str(base.said[key])]


def _plain(ask: Ask, value: Any) -> Any:
    """Returns a value as its control shows it."""
    if ask.kind == "lines":
        return "\n".join(str(line) for line in value) if isinstance(value, list) else str(value or "")
    if ask.kind == "checkboxes":
        return value if isinstance(value, list) else []
    if ask.kind == "tick":
        return bool(value)
    return "" if value is None else value
