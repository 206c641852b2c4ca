"""An oracle of its own: reads the file with another parser and walks its graph, to say where a run may stand at all.

It shares no code with the package. A place is a step or an arrow into a join; a marking counts the tokens of each.
"""

from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
HUMAN, JOINS = {"userTask", "manualTask"}, {"parallelGateway"}
MOST = 6000


class Graph:
    """The file as tables: kind and sub-process of each node, ends of each arrow."""

    def __init__(self, xml: Any) -> None:
        self.kind: dict[str, str] = {}
        self.inside: dict[str, str] = {}
        self.ends: dict[str, tuple[str, str]] = {}
        self.out: dict[str, list[str]] = {}
        self.into: dict[str, list[str]] = {}
        self.first: dict[str, str] = {}
        self.read(ET.fromstring(xml).find(f"{BPMN}process"), "")
        for id_, (source, target) in self.ends.items():
            self.out.setdefault(source, []).append(id_)
            self.into.setdefault(target, []).append(id_)

    def read(self, holder: Any, inside: Any) -> None:
        for element in holder:
            tag, id_ = element.tag.removeprefix(BPMN), element.get("id")
            if tag == "sequenceFlow":
                self.ends[id_] = (element.get("sourceRef"), element.get("targetRef"))
            elif id_ and tag in {
                *HUMAN,
                *JOINS,
                "startEvent",
                "endEvent",
                "serviceTask",
                "exclusiveGateway",
                "subProcess",
            }:
                self.kind[id_], self.inside[id_] = tag, inside
                if tag == "startEvent":
                    self.first[inside] = id_
                if tag == "subProcess":
                    self.read(element, id_)

    def home(self, place: Any) -> Any:
        """Returns the sub-process that a place lies in."""
        return self.inside[place if place in self.kind else self.ends[place][0]]

    def holds(self, scope: Any, marking: Any) -> Any:
        """Tells whether a token is in a sub-process, or in one within it."""
        for place in marking:
            at = self.home(place)
            while at:
                if at == scope:
                    return True
                at = self.inside[at]
        return False

    def settle(self, marking: Any) -> Any:
        """Yields the markings at rest that a marking on its way may come to: every choice is made every way."""
        todo, seen = [marking], set()
        while todo:
            now = todo.pop()
            if now in seen:
                continue
            seen.add(now)
            count = Counter(dict(now))
            moving = next((place for place in sorted(count) if place in self.ends and self.moves(place, count)), None)
            if moving is None:
                yield now
            else:
                todo += [frozen(after) for after in self.moves(moving, count)]

    def moves(self, arrow: Any, count: Any) -> Any:
        node = self.ends[arrow][1]
        kind = self.kind[node]
        if kind in JOINS:
            if not all(count[way] for way in self.into[node]):
                return []
            return [moved(count, self.into[node], self.out[node])]
        if kind in HUMAN:
            return [moved(count, [arrow], [node])]
        if kind == "subProcess":
            return [moved(count, [arrow], self.out[self.first[node]])]
        if kind == "endEvent":
            after = moved(count, [arrow], [])
            scope = self.inside[node]
            if scope and not self.holds(scope, after):
                after = moved(after, [], self.out[scope])
            return [after]
        return [moved(count, [arrow], [way]) for way in self.out[node]]

    def reachable(self) -> Any:
        """Returns all markings at rest, or None where there are too many to look at."""
        found: set[Any] = set()
        todo = list(self.settle(frozen(Counter(self.out[self.first[""]]))))
        while todo:
            now = todo.pop()
            if now in found:
                continue
            found.add(now)
            if len(found) > MOST:
                return None
            count = Counter(dict(now))
            for step in [place for place in count if place in self.kind]:
                todo += self.settle(frozen(moved(count, [step], self.out[step])))
        return found


def moved(count: Any, taken: Any, given: Any) -> Any:
    after = Counter(count)
    after.subtract(Counter(taken))
    after.update(given)
    return +after


def frozen(count: Any) -> Any:
    return frozenset((+count).items())


def marking(data: Any) -> Any:
    """Returns where a stored state stands; a turn that a return set aside stands where it was."""
    tasks = [padded(task) for task in data["tasks"]]
    places = [task[1] for task in tasks if not task[4] and not task[8]]
    places += [task[1] for task in (padded(one[1]) for one in data.get("kept", ())) if not task[4] and not task[8]]
    whole = {scope[4] for scope in data["scopes"] if len(scope) > 3}
    groups = [group for group in data.get("groups", ()) if group[0] not in whole]
    places += [group[1] for group in groups if len(group) < 7 or not group[6]]
    return frozen(Counter([*places, *(flow for _, flow in data["waiting"])]))


def apart(data: Any) -> Any:
    """Yields a stored state once for each open part of what several run, without all other parts.

    What stands in a part that a return opened again for another's sake counts as little as that step would.
    """
    parts = [scope for scope in data["scopes"] if len(scope) > 3]
    if not parts:
        yield data
    again = {group[0] for group in data["groups"] if len(group) > 6 and group[6]} if parts else set()
    for mine in [scope for scope in parts if not scope[5] and scope[4] not in again]:
        beside = {scope[0] for scope in parts if scope[4] == mine[4] and scope is not mine}
        beside |= {scope[0] for scope in parts if scope[4] in again}
        while more := {scope[0] for scope in data["scopes"] if scope[2] in beside} - beside:
            beside |= more
        yield {
            **data,
            "scopes": [scope for scope in data["scopes"] if scope[0] not in beside],
            "tasks": [task for task in data["tasks"] if padded(task)[2] not in beside],
            "kept": [kept for kept in data.get("kept", ()) if padded(kept[1])[2] not in beside],
            "waiting": [wait for wait in data["waiting"] if wait[0] not in beside],
        }


def padded(task: Any) -> Any:
    return [*task, *[0, "", 0, "", "", "", "", [], 0, 0][len(task) :]] if len(task) < 10 else task


def voices(data: Any) -> Any:
    """Returns, for each group, its items: those that wait, have voted, were set aside, or come later."""
    found = {}
    for group in data.get("groups", ()):
        later = list(group[4]) if len(group) > 4 else []
        voted = [vote[1] for vote in group[5]] if len(group) > 5 else []
        tasks = [padded(task) for task in data["tasks"]] + [padded(one[1]) for one in data.get("kept", ())]
        parts = [scope[3] for scope in data["scopes"] if len(scope) > 4 and scope[4] == group[0]]
        found[group[0]] = sorted([*later, *voted, *parts, *(task[3] for task in tasks if task[4] == group[0])])
    return found
