"""Judges by trying everything: each value of each fact, each amount of days. Shares no code with what it checks."""

from itertools import product
from typing import Any

FAR = 60  # days beyond all bounds of the made baselines


def holds(test: Any, value: Any) -> bool:
    if isinstance(test, list):
        return value in test
    least, least_in, most, most_in = test
    if least is not None and (value < least or (value == least and not least_in)):
        return False
    return not (most is not None and (value > most or (value == most and not most_in)))


def met(tests: Any, case: dict[str, Any]) -> list[int]:
    """Returns the tiers that a case meets, the last resort where it meets no other."""
    found = [
        at
        for at, whens in enumerate(tests)
        if whens != "otherwise" and any(all(holds(test, case[n]) for n, test in when.items()) for when in whens)
    ]
    return found or [at for at, whens in enumerate(tests) if whens == "otherwise"]


def cases(values: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(values, one, strict=True)) for one in product(*values.values())]


def never(values: dict[str, list[Any]], tests: Any) -> list[int]:
    """Returns the tiers of the alternatives that no case meets, the last resort among them."""
    every = cases(values)
    found = []
    for at, whens in enumerate(tests):
        if whens == "otherwise":
            if all(met(tests, case) != [at] for case in every):
                found.append(at)
            continue
        found += [at for when in whens if not any(all(holds(t, c[n]) for n, t in when.items()) for c in every)]
    return sorted(found)


def days(span: Any) -> set[int]:
    return {day for day in range(FAR) if holds(span, day)}


def unlawful(kind: str, span: set[int], law: set[int]) -> bool:
    if kind == "不予处罚":
        return False
    if kind == "减轻":
        return any(day >= min(law) for day in span)
    return not span <= law
