"""What an item's form asks, by code and by the words that stand on the form: cells name a question as people do."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

TRUTH = {"yes": "是", "no": "否"}
_MOST = 8  # names that a fault lists


class Asked:
    """The questions of a form and their answers, to be named and found again."""

    def __init__(self, elements: Iterable[Mapping[str, Any]]) -> None:
        self._given = elements
        self._answers: dict[str, _Names] = {}

    @cached_property
    def elements(self) -> Mapping[str, Mapping[str, Any]]:
        """Returns the questions by their codes; most items have no condition, and nobody asks."""
        return {str(each.get("code", "")): each for each in self._given}

    @cached_property
    def _names(self) -> "_Names":
        return _Names({code: str(each.get("label", "")) for code, each in self.elements.items()})

    def name(self, code: str) -> str:
        """Returns how a question is named: by its label; with its code, where two are labelled alike."""
        return self._names.name(code)

    def code(self, name: str) -> str:
        """Returns the code of the question of a name; raises ValueError with those there are."""
        return self._names.find(name, "申请表里", "这一项")

    def type(self, code: str) -> str:
        """Returns the type of a question."""
        return str(self.elements.get(code, {}).get("type", ""))

    def answer(self, code: str, value: str) -> str:
        """Returns how an answer to a question is written: as the form shows it."""
        if self.type(code) == "yes_no":
            return TRUTH.get(value, value)
        return self._choices(code).name(value)

    def value(self, code: str, answer: str) -> str:
        """Returns the value of an answer; raises ValueError where the form offers no such choice."""
        label = str(self.elements.get(code, {}).get("label", code))[:40]
        if self.type(code) == "yes_no":
            values = {said: value for value, said in TRUTH.items()}
            if answer not in values:
                raise ValueError(f"“{label}”只能是“是”或“否”。请改正。")
            return values[answer]
        choices = self._choices(code)
        return choices.find(answer, f"“{label}”里", "这个选项") if choices else answer

    def _choices(self, code: str) -> "_Names":
        if code not in self._answers:
            self._answers[code] = _Names(dict(_choices(self.elements.get(code, {}).get("choices") or ())))
        return self._answers[code]


def asked(item: Mapping[str, Any]) -> Asked:
    """Returns what the form of an item asks."""
    form = item.get("form")
    sections: Sequence[Any] = form.get("sections") or () if isinstance(form, Mapping) else ()
    return Asked(each["element"] for section in sections for each in section.get("fields", ()))


def _choices(given: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for each in given:
        if isinstance(each, Mapping):
            yield str(each.get("value", "")), str(each.get("label") or each.get("value", ""))
        else:
            yield str(each), str(each)


class _Names:
    """Names for codes: the label where it is nobody else's, else the label with the code, else the code."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._meant: dict[str, set[str]] = {}
        for code, label in labels.items():
            for name in (label, f"{label}（{code}）", code):
                self._meant.setdefault(name, set()).add(code)

    def __bool__(self) -> bool:
        return bool(self._labels)

    def name(self, code: str) -> str:
        label = self._labels.get(code, code)
        return next((name for name in (label, f"{label}（{code}）") if self._meant.get(name) == {code}), code)

    def find(self, name: str, where: str, what: str) -> str:
        meant = self._meant.get(name, set())
        if len(meant) == 1:
            return next(iter(meant))
        if name in self._labels:
            return name
        if meant:
            raise ValueError(f"叫“{name[:40]}”的有几项。请写明是哪一项，如“{self.name(min(meant))}”。")
        known = "、".join(f"“{self.name(code)}”" for code in list(self._labels)[:_MOST]) or "（一项也没有）"
        raise ValueError(f"“{name[:40]}”不对：{where}没有{what}。请改为其中之一：{known}。")
