"""Baselines made from a seed, as the words people write and beside them as plain numbers, which the oracle reads."""

import random
from fractions import Fraction
from typing import Any

KINDS = ["不予处罚", "减轻", "从轻", "一般", "从重"]
WORDS = {
    (True, None): "{0}{u}以上",
    (False, None): "超过{0}{u}",
    (None, True): "{1}{u}以下",
    (None, False): "不满{1}{u}",
    (True, True): "{0}{u}以上{1}{u}以下",
    (False, True): "超过{0}{u}、{1}{u}以下",
    (True, False): "{0}{u}以上、不满{1}{u}",
    (False, False): "超过{0}{u}、不满{1}{u}",
    (None, None): "不限",
}


def bounds(chance: random.Random, top: int, half: bool, unit: str) -> tuple[str, Any]:
    """Returns bounds in words, and as (least, whether it is in, most, whether it is in)."""
    size = Fraction(1, 2) if half else Fraction(1)
    low, high = sorted(chance.randint(0, int(top / size)) * size for _ in range(2))
    ends = (chance.choice((True, False, None)), chance.choice((True, False, None)))
    words = WORDS[ends].format(plain(low), plain(high), u=unit)
    return words, (None if ends[0] is None else low, ends[0], None if ends[1] is None else high, ends[1])


def plain(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else str(float(value))


def tables(seed: int) -> tuple[dict[str, Any], Any, Any]:
    """Returns a baseline as data, its facts as lists of values, and its tiers as alternatives of plain tests."""
    chance = random.Random(seed)
    facts: list[dict[str, Any]] = []
    values: dict[str, list[Any]] = {}
    for at in range(chance.randint(1, 3)):
        name, kind = f"事实{'甲乙丙'[at]}", chance.choice(("whole", "half", "choice"))
        if kind == "choice":
            values[name] = ["是", "否", "不详"][: chance.randint(2, 3)]
            facts.append({"name": name, "choices": values[name]})
        else:
            low, top = chance.choice((0, 1)), chance.randint(2, 6)
            facts.append({"name": name, "unit": "次", "range": f"{low}次以上{top}次以下", "whole": kind == "whole"})
            steps = 1 if kind == "whole" else 4
            values[name] = [Fraction(one, steps) for one in range(low * steps, top * steps + 1)]
    tiers: list[Any] = []
    tests: list[Any] = []
    for at in range(chance.randint(1, 4)):
        whens = [_when(chance, facts, values) for _ in range(chance.randint(1, 2))]
        tiers.append(
            {"name": f"第{at + 1}档", "kind": "一般", "when": [w for w, _ in whens], "bounds": {"0": "1日以上9日以下"}}
        )
        tests.append([t for _, t in whens])
    if chance.random() < 0.3:
        tiers.append({"name": "其余", "kind": "一般", "when": ["其他情形"], "bounds": {"0": "1日以上9日以下"}})
        tests.append("otherwise")
    return whole(facts=facts, tiers=tiers), values, tests


def _when(chance: random.Random, facts: Any, values: Any) -> tuple[str, Any]:
    words, test = [], {}
    for fact in facts:
        if chance.random() < 0.25 and len(facts) > 1:
            continue
        name = fact["name"]
        if "choices" in fact:
            test[name] = chance.sample(fact["choices"], chance.randint(1, 2))
            words.append(f"{name}：{'、'.join(test[name])}")
        else:
            said, test[name] = bounds(chance, 6, not fact["whole"], "次")
            words.append(f"{name}：{said}")
    if not words:
        return _when(chance, facts, values)
    return "；".join(words), test


def whole(**more: Any) -> dict[str, Any]:
    """Returns a baseline that is right, but for what is given."""
    return {
        "name": "擅自做某事", "power": "", "type": "行政处罚", "law": "某法", "article": "第一条", "text": "",
        "scope": "本县", "kinds": ["罚款"], "measure": "日", "of": "", "law_bounds": "1日以上9日以下", "levels": [4],
        "facts": [{"name": "次数", "range": "0以上", "whole": True}],
        "tiers": [{"name": "一般", "kind": "一般", "when": ["其他情形"], "bounds": {"0": "1日以上9日以下"}}],
        **more,
    }  # fmt: skip


def amounts(seed: int) -> tuple[dict[str, Any], Any, Any]:
    """Returns a baseline in days, the law's bounds and those of each tier, as ``bounds`` gives them."""
    chance = random.Random(seed)
    law_words, law = bounds(chance, 20, half=False, unit="日")
    tiers, spans = [], []
    for at, kind in enumerate(chance.sample(KINDS, chance.randint(1, 4))):
        words, span = bounds(chance, 20, half=False, unit="日")
        tier = {"name": f"第{at + 1}档", "kind": kind, "when": [f"级：{'甲乙丙丁'[at]}"]}
        tiers.append(tier | ({"bounds": {"0": words}} if kind != KINDS[0] else {}))
        spans.append((kind, (0, True, 0, True) if kind == KINDS[0] else span))
    return (
        whole(law_bounds=law_words, tiers=tiers, facts=[{"name": "级", "choices": list("甲乙丙丁")}]),
        law,
        spans,
    )
