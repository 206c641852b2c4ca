"""What an item says, read strictly from plain data: every fault is named by its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yimen.kernel.clock import Limit, Unit
from yimen.kernel.codes import CodeError, parse_item
from yimen.kernel.forms import Form, FormError, form_from_data

from . import checks, kinds, lifeevents
from .fields import LABELS, Fault, Fields
from .formwords import form_in_words
from .gathered import Channel, Reference, Sample, read_channels, read_point, read_references, read_samples
from .joining import PROMISED, Partner, handling_of, read_partners
from .variants import Variant, read_variants

MOST_WORD = 40  # characters of a theme or an event: the width of the index
MOST_VISITS = 99
ONLINE = ("网上咨询", "网上申请", "全程网办")
BODY_KINDS = ("法定机关", "授权组织", "受委托组织")
POWER_SOURCES = ("法定本级行使", "上级下放", "上级授权", "同级授权", "上级委托", "同级委托")
SUBJECTS = ("自然人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "行政机关", "其他组织")
RESULT_KINDS = ("证照", "批文", "其他")
DEPTHS = (
    *("互联网咨询", "互联网收件", "互联网预审", "互联网受理", "互联网办理"),
    *("互联网办理结果信息反馈", "互联网电子证照反馈", "其他"),
)
AREAS = ("本辖区", "跨县通办", "跨市通办", "跨省通办", "全国通办")
STEPS = "step"  # among the silences: steps may lapse too
_LONG = 1000  # characters of a field that takes sentences


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: law without 《》, article, and what it says."""

    law: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge: what for, how much, and the document that allows it."""

    name: str
    standard: str
    basis: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question people ask, answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an item says, as written and as read; ``centre`` is the USCC of the window, ``promised`` in working days.

    ``silence``: the limits whose running out takes the effect its article gives, by their ids, and ``step`` where steps
    may lapse (超时默认). ``renews``: the question that asks when the licence expires, where the item renews one.
    ``prerequisites``: the base codes of the items whose results one must have before asking for this one (前置事项).
    ``life_events``: what people say when they mean it; ``events``: the life events it belongs to (lifeevents.py).
    ``kind``: which of kinds.toml it is, "" where its type says so; it brings the rules that apply (kinds.py).
    ``variants``: what people tell apart within it (业务办理项), each with a code of its own.
    ``joint``: the units that take part beside the one in charge; ``handling``: the class of its cases (办件类型).
    From ``body_kind`` on: the other columns of the 实施清单, open ("" or None) in what was loaded before they were.
    """

    code: str
    name: str
    type: str
    region: str
    centre: str
    procedure_key: str
    promised: int
    statutory: Limit
    audience: tuple[str, ...]
    themes: tuple[str, ...]
    life_events: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[str, ...]
    fees: tuple[Fee, ...]
    address: str
    hours: str
    online: str
    faq: tuple[Question, ...]
    form: Form
    result: str
    instant: bool
    silence: tuple[str, ...]
    renews: str
    disclosure: str
    disclosure_ground: str
    demo: frozenset[str]
    prerequisites: tuple[str, ...] = ()
    joint: tuple[Partner, ...] = ()
    handling: str = PROMISED
    body_kind: str = ""
    power_source: str = ""
    section: str = ""
    exercise: str = ""
    division: str = ""
    window_authority: str = ""
    quota: str = ""
    standards: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    promise_note: str = ""
    special: str = ""
    visits: int | None = None
    visits_reason: str = ""
    consult_phone: str = ""
    complaint_phone: str = ""
    result_kind: str = ""
    result_sample: str = ""
    depth: tuple[str, ...] = ()
    area: str = ""
    by_post: bool = False
    booking: bool = False
    online_payment: bool = False
    in_centre: bool = False
    intermediary: tuple[str, ...] = ()
    discipline: str = ""
    delegable: bool = False
    duties: tuple[str, ...] = ()
    supervision: tuple[str, ...] = ()
    accountability: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    kind: str = ""
    point: str = ""
    samples: tuple[Sample, ...] = ()
    related: tuple[Reference, ...] = ()
    policies: tuple[Reference, ...] = ()
    notices: tuple[Reference, ...] = ()
    examination: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Stated):
    """An item as published; ``unit`` is its body's USCC."""

    unit: str

    @property
    def base_code(self) -> str:
        """Returns the code that the same item carries everywhere."""
        return self.code[19:]


def read_content(data: Mapping[str, Any]) -> Content:
    """Returns an item from plain data (names of Content; nested names of its parts); raises Fault for the first fault.

    Name, conditions, materials, process and limits are mandatory; a promise is never longer than the law allows.
    """
    content, faults = examine(data)
    if content is None:
        raise faults[0]
    return content


def examine(data: Mapping[str, Any]) -> tuple[Content | None, tuple[Fault, ...]]:
    """Returns an item from plain data with every fault of it; None for the item where there is any."""
    values, faults = read_values(data)
    return (None, faults) if faults else (Content(**values), ())


def read_values(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Returns what could be read of an item, by the names of Content, with every fault."""
    try:
        fields = Fields(data)
    except Fault as fault:
        return {}, (fault,)
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, read in _READING.items():
        try:
            values[name] = read(fields, values)
        except Fault as fault:
            faults.append(fault)
    left = fields.left()
    faults += [left] if left else []
    faults += (*checks.unlisted(data, values), *checks.contradictions(values))
    return values, tuple(faults)


def asked_for(kind: str) -> bool:
    """Tells whether items of a type are applied for (依申请); those of a province's own types are."""
    return kind not in checks.OWN_MOTION


_Values = Mapping[str, Any]
_Read = Callable[[Fields, _Values], Any]


def _line(key: str, default: str | None = None, most: int = 200) -> _Read:
    return lambda fields, _: fields.text(key, default, most)


def _lines(key: str, *, needed: bool = False, most: int = 500) -> _Read:
    return lambda fields, _: fields.texts(key, needed=needed, most=most)


def _choice(key: str, values: tuple[str, ...], default: str | None = None) -> _Read:
    return lambda fields, _: fields.one_of(key, values, default)


def _flag(key: str) -> _Read:
    return lambda fields, _: fields.take(key, bool, default=False)


def _code(fields: Fields, _: _Values) -> str:
    try:
        return parse_item(fields.text("code")).value
    except CodeError as error:
        raise Fault(LABELS["code"], f"不对：{error.reason}") from error


def statutory_of(data: dict[str, Any]) -> Limit:
    """Returns the statutory limit; Limit itself refuses what is no number of days."""
    try:
        days, unit, law, article = (data[key] for key in ("days", "unit", "law", "article"))
        known = {"days", "unit", "law", "article", "rule"}
        if (
            not set(data) <= known
            or not days
            or not all(isinstance(text, str) and text.strip() for text in (law, article))
        ):
            raise ValueError
        rule = str(data.get("rule", ""))
        return Limit(length=days, unit=Unit(unit), name_zh="法定时限", law=law, article=article, id=rule)
    except (KeyError, ValueError) as error:
        words = "应写明天数（正整数）、单位（工作日、自然日、月、年之一）、法律和条款，可以写明法定期限编号。请改正。"
        raise Fault(LABELS["statutory"], words) from error


def _form(fields: Fields, values: _Values) -> Form:
    own_motion = values.get("type") in checks.OWN_MOTION
    data = fields.take("form", dict, {"code": "none", "title": "依职权办理，无须申请"} if own_motion else None)
    try:
        return form_from_data(data)
    except FormError as error:
        raise Fault(LABELS["form"], f"有误：{form_in_words(error, data)}") from error


def _joint(fields: Fields, values: _Values) -> tuple[Partner, ...]:
    rows: list[Any] = fields.take("joint", list, [])
    if not rows or "form" not in values or "unit" not in values:
        return ()
    try:
        return read_partners(rows, values["form"], values["unit"])
    except ValueError as error:
        raise Fault(LABELS["joint"], str(error)) from error


def _handling(fields: Fields, values: _Values) -> str:
    stated = fields.text("handling", "")
    try:
        return handling_of(stated, instant=bool(values.get("instant")), joint=bool(values.get("joint")))
    except ValueError as error:
        raise Fault(LABELS["handling"], str(error)) from error


def _online(fields: Fields, values: _Values) -> str:
    return fields.one_of("online", ONLINE, ONLINE[0] if values.get("type") in checks.OWN_MOTION else None)


_READING: Mapping[str, _Read] = {
    "unit": _line("unit"),
    "instant": _flag("instant"),
    "code": _code,
    "name": _line("name", most=120),
    "type": _line("type", most=20),
    "form": _form,
    "joint": _joint,
    "variants": read_variants,
    "region": _line("region"),
    "centre": _line("centre"),
    "procedure_key": _line("procedure_key", most=64),
    "promised": lambda fields, _: fields.take("promised", int),
    "statutory": lambda fields, _: statutory_of(fields.take("statutory", dict)),
    "audience": _lines("audience", needed=True),
    "themes": _lines("themes", needed=True, most=MOST_WORD),
    "life_events": _lines("life_events", most=MOST_WORD),
    "events": lambda fields, _: fields.some_of("events", lifeevents.names()),
    "basis": lambda fields, _: tuple(
        Basis(**row) for row in fields.rows("basis", ("law", "article", "text"), needed=True)
    ),
    "conditions": _lines("conditions", needed=True),
    "fees": lambda fields, _: tuple(Fee(**row) for row in fields.rows("fees", ("name", "standard", "basis"))),
    "address": _line("address", ""),
    "hours": _line("hours", ""),
    "online": _online,
    "faq": lambda fields, _: tuple(Question(**row) for row in fields.rows("faq", ("question", "answer"))),
    "result": _line("result"),
    "prerequisites": _lines("prerequisites", most=160),
    "handling": _handling,
    "silence": _lines("silence", most=40),
    "renews": _line("renews", "", 60),
    "disclosure": _choice("disclosure", checks.DISCLOSURES, checks.DISCLOSURES[0]),
    "disclosure_ground": _line("disclosure_ground", ""),
    "body_kind": _choice("body_kind", BODY_KINDS, ""),
    "power_source": _choice("power_source", POWER_SOURCES, ""),
    "section": _line("section", "", 60),
    "exercise": _line("exercise", "", _LONG),
    "division": _line("division", "", _LONG),
    "window_authority": _line("window_authority", "", _LONG),
    "quota": _line("quota", ""),
    "standards": _lines("standards"),
    "subjects": lambda fields, _: fields.some_of("subjects", SUBJECTS),
    "promise_note": _line("promise_note", "", _LONG),
    "special": _line("special", "", _LONG),
    "visits": lambda fields, _: fields.count("visits", MOST_VISITS),
    "visits_reason": _line("visits_reason", ""),
    "consult_phone": _line("consult_phone", "", 40),
    "complaint_phone": _line("complaint_phone", "", 40),
    "result_kind": _choice("result_kind", RESULT_KINDS, ""),
    "result_sample": _line("result_sample", ""),
    "depth": lambda fields, _: fields.some_of("depth", DEPTHS),
    "area": _choice("area", AREAS, ""),
    "by_post": _flag("by_post"),
    "booking": _flag("booking"),
    "online_payment": _flag("online_payment"),
    "in_centre": _flag("in_centre"),
    "intermediary": _lines("intermediary"),
    "discipline": _line("discipline", "", _LONG),
    "delegable": _flag("delegable"),
    "duties": _lines("duties"),
    "supervision": _lines("supervision"),
    "accountability": _lines("accountability"),
    "kind": lambda fields, _: fields.one_of("kind", tuple(kinds.kinds()), ""),
    "point": read_point,
    "samples": read_samples,
    "related": read_references("related"),
    "policies": read_references("policies"),
    "notices": read_references("notices"),
    "examination": _lines("examination", most=_LONG),
    "channels": read_channels,
    "demo": lambda fields, _: frozenset(fields.texts("demo")),
}
