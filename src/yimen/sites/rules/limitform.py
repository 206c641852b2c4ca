"""The form of a new version of a limit: what stands filled in, what was sent read as a change, faults by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict

from yimen.contexts.limits.api import NewVersion, Rule
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.kernel.clock import Ground, Limit, Unit
from yimen.kernel.codes import parse_region
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day

from . import limitwords
from .room import Field, Slip, day_of, field, number_of
from .ruling import chosen

UNITS = [unit for unit in Unit if unit is not Unit.DATE]
_PLAIN = ("article", "starts", "direction", "bound", "binds")  # text as it is
_BLANK = 2  # grounds that may be added at once
_MOST = 20  # articles of grounds


def new_version(sent: QueryDict, code: str) -> NewVersion:
    """Returns what a form asks for: what it says otherwise than the rule that stands above. Raises Slip."""
    region = chosen(sent.get("region", ""))
    begins = day_of(sent.get("valid_from", ""), "施行日期", "valid_from")
    until = sent.get("valid_to", "").strip()
    above = limit_in_force(code=code, on=begins, region=above_of(region))
    return {
        "code": code,
        "region": region,
        "change": _change(sent, above, local=bool(region)),
        "valid_from": begins,
        "valid_to": day_of(until, "最后一天", "valid_to") if until else None,
        "reason": sent.get("reason", ""),
        "document": sent.get("document", ""),
    }


def above_of(place: str) -> str:
    """Returns the region directly above, '' above a province and for the country."""
    parent = parse_region(place).parent if place else None
    return parent.value if parent and parent.level > 1 else ""


def _change(sent: QueryDict, above: Rule, *, local: bool) -> dict[str, Any]:
    old, found = typed_of(above), dict[str, Any]()
    for name in _PLAIN:
        if name in sent and sent.get(name, "").strip() != old[name]:
            found[name] = sent.get(name, "").strip() or None
    if found.get("article", "") is None and above.check == "text":
        raise Slip("没有写条款。核对过条文的期限应写明条款，例如“第四十二条第一款”。", "article")
    if found.get("starts", "") is None:
        raise Slip("没有写起算点。请照条文写，例如“受理行政许可申请”。", "starts")
    for name in ("counts_first", "rolls"):
        if name in sent and sent.get(name, "") != old[name]:
            found[name] = sent.get(name, "") == "yes"
    found |= _how_long(sent, old)
    found |= _extension(sent, above.limit, old, local=local)
    found |= _grounds(sent, above, local=local)
    return found | _silence(sent, above, old)


def _how_long(sent: QueryDict, old: Mapping[str, str]) -> dict[str, Any]:
    if "fixed" in sent:
        return {"fixed": sent.get("fixed", "").strip()} if sent.get("fixed", "").strip() != old["fixed"] else {}
    found: dict[str, Any] = {}
    if "length" in sent:
        length = number_of(sent.get("length", ""), "长短", "length")
        found |= {"length": length} if str(length) != old["length"] else {}
    unit = sent.get("unit", "")
    return found | ({"unit": unit} if unit and unit != old["unit"] else {})


def _extension(sent: QueryDict, limit: Limit, old: Mapping[str, str], *, local: bool) -> dict[str, Any]:
    names = ("ext_length", "ext_times", "ext_by", "ext_article")
    given = {name: sent.get(name, old[name]).strip() for name in names}
    if all(given[name] == old[name] for name in names):
        return {}
    if not given["ext_length"]:
        return {"extension": None}
    length = number_of(given["ext_length"], "可以延长多少", "ext_length")
    times = number_of(given["ext_times"] or "1", "延长几次", "ext_times")
    if not 1 <= times <= 9:
        raise Slip("延长的次数应为 1 至 9。请改正。", "ext_times")
    if not length:
        raise Slip("延长多少应为 1 以上的数；不能延长的留空。请改正。", "ext_length")
    if local and all(given[name] == old[name] for name in names[2:]):
        return {"extension": {"length": length, "times": times}}
    if not given["ext_by"]:
        raise Slip("没有写延长由谁批准。请照条文写，例如“本行政机关负责人批准”。", "ext_by")
    found = {"length": length, "by": given["ext_by"], "article": given["ext_article"], "times": times}
    law = limit.extending.law if limit.extending else limit.law
    return {"extension": found | ({"law": law} if law != limit.law else {})}


def _grounds(sent: QueryDict, above: Rule, *, local: bool) -> dict[str, Any]:
    old = above.limit.grounds
    if "keep_shown" in sent:
        kept = [one.name for one in old if one.name in sent.getlist("keep")]
        return {"grounds": kept} if len(kept) < len(old) else {}
    if "g0_names" not in sent:
        return {}
    rows = list(_rows(sent, above.law.name))
    given = [
        (name, row["effect"], row.get("law", above.law.name), row["article"]) for row in rows for name in row["names"]
    ]
    known = [(one.name, one.effect, one.law, one.article) for one in old]
    if len({name for name, *_ in given}) < len(given):
        raise Slip("同一个事由写了两次。请删去一个。", "g0_names")
    if sorted(given) == sorted(known):
        return {}
    if local and set(given) <= set(known):
        return {"grounds": [name for name, *_ in given]}
    return {"ground": rows or None}


def _rows(sent: QueryDict, own: str) -> Iterator[dict[str, Any]]:
    """Gives the rows of grounds that name one; a row without names is taken away."""
    for number in range(_MOST):
        names = [name for part in sent.get(f"g{number}_names", "").split("、") if (name := part.strip())]
        if not names:
            continue
        effect = sent.get(f"g{number}_effect", "")
        if effect not in limitwords.EFFECTS:
            raise Slip(f"事由“{names[0]}”没有选是不计入还是重新计算。请选一样。", f"g{number}_effect")
        law = sent.get(f"g{number}_law", "").strip()
        row = {"names": names, "effect": effect, "article": sent.get(f"g{number}_article", "").strip()}
        if not row["article"] and law in ("", own):
            raise Slip(f"事由“{names[0]}”没有写依据的条款。请补上。", f"g{number}_article")
        yield row | ({"law": law} if law not in ("", own) else {})


def _silence(sent: QueryDict, above: Rule, old: Mapping[str, str]) -> dict[str, Any]:
    names = ("sil_effect", "sil_words", "sil_article")
    given = {name: sent.get(name, old[name]).strip() for name in names}
    if all(given[name] == old[name] for name in names):
        return {}
    if not given["sil_effect"]:
        return {"silence": None}
    for name, title in (("sil_words", "逾期后果的条文"), ("sil_article", "逾期后果依据的条款")):
        if not given[name]:
            raise Slip(f"没有写{title}。逾期的后果只能照法律写，请补上。", name)
    silence, law = above.limit.silence, above.law.name
    found = {"effect": given["sil_effect"], "words": given["sil_words"], "article": given["sil_article"]}
    return {"silence": found | ({"law": silence.law} if silence and silence.law != law else {})}


def typed_of(rule: Rule) -> dict[str, str]:
    """Returns a rule as its form shows it; of a place's, the article of the law that it carries out."""
    limit, longer, silence = rule.limit, rule.limit.extending, rule.limit.silence
    typed = {
        "length": str(limit.length),
        "unit": limit.unit.value,
        "fixed": f"{limit.fixed[0]:02}-{limit.fixed[1]:02}" if limit.fixed else "",
        "article": rule.article,
        "starts": limit.starts,
        "direction": limit.direction,
        "bound": limit.bound,
        "binds": rule.binds,
        "counts_first": "yes" if limit.counts_first else "no",
        "rolls": "yes" if limit.rolls else "no",
        "ext_length": str(longer.length) if longer else "",
        "ext_times": str(longer.times) if longer else "",
        "ext_by": longer.by if longer else "",
        "ext_article": longer.article if longer else "",
        "sil_effect": silence.effect if silence else "",
        "sil_words": silence.words if silence else "",
        "sil_article": silence.article if silence else "",
    }
    for number, (names, effect, law, article) in enumerate(_grouped(limit.grounds)):
        typed |= {f"g{number}_names": "、".join(names), f"g{number}_effect": effect, f"g{number}_article": article}
        typed |= {f"g{number}_law": law if law != rule.law.name else ""}
    return typed


def _grouped(grounds: tuple[Ground, ...]) -> list[tuple[list[str], str, str, str]]:
    """Returns grounds by the article that gives them, as the files write them."""
    found: list[tuple[list[str], str, str, str]] = []
    for one in grounds:
        if found and found[-1][1:] == (one.effect, one.law, one.article):
            found[-1][0].append(one.name)
        else:
            found.append(([one.name], one.effect, one.law, one.article))
    return found


def groups(
    rule: Rule, above: Rule, typed: Mapping[str, Any], places: list[dict[str, Any]], *, country: bool
) -> list[Field]:
    """Returns the form in groups; ``country``: all that the law may change, else what a place may of what is above."""
    length = [_fixed(typed)] if rule.limit.fixed else [_length(rule, typed), *_units(rule, typed, country=country)]
    how = _how(typed) if country else []
    parts = [
        ("适用和长短", "", [_place(typed, places), *length]),
        ("怎样计算", "", [*how, *_days(rule, typed, country=country)]),
        ("延长", "不能延长的，长短留空。", _longer(above, typed, country=country)),
        ("不计入的事由", _GROUNDS if country else _KEEP, _ground_fields(rule, above, typed, country=country)),
        ("逾期的后果", "法律没有规定的，选“没有”。", _silence_fields(typed) if country else []),
        ("依据和施行", "", _base(rule, typed, country=country)),
    ]
    pair = {"适用和长短", "延长"} | ({"不计入的事由"} if country else set())
    return [
        {"label": label, "hint": hint, "fields": fields, "pair": label in pair}
        for label, hint, fields in parts
        if fields
    ]


_GROUNDS = "一行是同一条规定的事由，几个事由用顿号隔开。清空名称就是删去这一行；要增加，写在最后的空行里。"
_KEEP = "地方只能减少，不能增加：去掉勾选的，从此照常计时。"


def _place(typed: Mapping[str, Any], places: list[dict[str, Any]]) -> Field:
    return field("region", "适用地区", "select", typed, choices=places, hint="只列出您的岗位能管的地区。")


def _fixed(typed: Mapping[str, Any]) -> Field:
    return field("fixed", "每年的哪一天", "text", typed, hint="写月和日，例如 01-31。", max=5, short=True)


def _length(rule: Rule, typed: Mapping[str, Any]) -> Field:
    return field("length", "长短", "number", typed, hint=f"{_when(rule)}是{limitwords.how_long(rule)}。", max=5)


def _when(rule: Rule) -> str:
    return f"{day(rule.valid_from)}起" if rule.valid_from > today() else "现在"


def _units(rule: Rule, typed: Mapping[str, Any], *, country: bool) -> list[Field]:
    choices = [{"code": unit.value, "label": unit.name_zh.removeprefix("个")} for unit in UNITS]
    return [field("unit", "单位", "select", typed, choices=choices)] if country or rule.setting else []


def _how(typed: Mapping[str, Any]) -> list[Field]:
    def one_of(code: str, label: str, words: Mapping[str, str]) -> Field:
        choices = [{"code": key, "label": text, "hint": ""} for key, text in words.items()]
        return field(code, label, "radio", typed, choices=choices)

    starts = field("starts", "起算点", "text", typed, hint="照条文写，例如“受理行政许可申请”。", max=120)
    return [
        starts,
        one_of("direction", "方向", limitwords.DIRECTIONS),
        one_of("bound", "是期限还是保障", limitwords.BOUNDS),
        one_of("binds", "约束谁", limitwords.BINDS),
    ]


def _days(rule: Rule, typed: Mapping[str, Any], *, country: bool) -> list[Field]:
    first = [{"code": code, "label": label, "hint": ""} for code, label in limitwords.FIRST.items()]
    last = [{"code": code, "label": label, "hint": ""} for code, label in limitwords.LAST.items()]
    found = [field("counts_first", "起算当日", "radio", typed, choices=first, across=True)]
    if country or rule.limit.unit is not Unit.WORKING_DAY:
        hint = "按工作日算的，总是工作日。"
        found.append(field("rolls", "末日逢放假", "radio", typed, choices=last, across=True, hint=hint))
    return found


def _longer(rule: Rule, typed: Mapping[str, Any], *, country: bool) -> list[Field]:
    if not country and rule.limit.extending is None:
        return []
    unit = rule.limit.unit.name_zh
    found = [
        field("ext_length", "至多延长", "number", typed, required=False, unit=unit, max=4),
        field("ext_times", "可以延长几次", "number", typed, required=False, unit="次", max=1),
    ]
    if country:
        found.append(field("ext_by", "由谁批准", "text", typed, required=False, max=120))
        found.append(field("ext_article", "依据的条款", "text", typed, required=False, max=60))
    return found


def _ground_fields(rule: Rule, above: Rule, typed: Mapping[str, Any], *, country: bool) -> list[Field]:
    if not country:
        names = [{"code": one.name, "label": one.name, "hint": limitwords.ground(one)} for one in above.limit.grounds]
        kept = {"keep": typed.get("keep", [one.name for one in rule.limit.grounds])}
        shown = [field("keep", "保留的事由", "checkboxes", kept, required=False, choices=names, across=True)]
        return [*shown, field("keep_shown", "", "hidden", {"keep_shown": "1"})] if names else []
    effects = [{"code": code, "label": label} for code, label in limitwords.EFFECTS.items()]
    found: list[Field] = []
    for number in range(min(len(_grouped(rule.limit.grounds)) + _BLANK, _MOST)):
        name = f"事由 {number + 1}"
        found += [
            field(f"g{number}_names", name, "text", typed, required=False, max=200),
            field(f"g{number}_effect", f"{name}的效果", "select", typed, required=False, choices=effects),
            field(f"g{number}_article", f"{name}依据的条款", "text", typed, required=False, max=80),
            field(f"g{number}_law", f"{name}依据的法律", "text", typed, required=False, max=80, hint="本法的不写。"),
        ]
    return found


def _silence_fields(typed: Mapping[str, Any]) -> list[Field]:
    effects = [{"code": code, "label": label} for code, label in limitwords.SILENCE.items()]
    return [
        field("sil_effect", "效果", "select", typed, required=False, choices=effects, none="没有"),
        field("sil_words", "条文怎么说", "textarea", typed, required=False, max=300),
        field("sil_article", "依据的条款", "text", typed, required=False, max=60),
    ]


def _base(rule: Rule, typed: Mapping[str, Any], *, country: bool) -> list[Field]:
    first = "法不溯及既往，最早从明天起。" if not rule.setting else "最早从今天起。"
    article = [field("article", "期限依据的条款", "text", typed, required=False, max=80)] if country else []
    return [
        *article,
        field("valid_from", "施行日期", "date", typed, hint=first),
        field("valid_to", "最后一天", "date", typed, required=False, hint="没有定终止日期的不填。"),
        field("document", "依据的文件", "text", typed, hint="文号或名称。", max=120),
        field("reason", "理由", "textarea", typed, max=400),
        field("base", "", "hidden", typed),  # which version the form was filled from
    ]
