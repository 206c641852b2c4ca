"""Every address as every role: what a page links to answers, what is not linked is refused, nothing breaks."""

import re
from collections import Counter, deque
from functools import cache
from html import unescape

import pytest
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from tests.conftest import DEMO, Demo, read_demo
from tests.grounds import ground
from tests.journeys.test_listing import propose
from tests.office import Office, moment
from yimen.command.demo_complaints import load_complaints
from yimen.command.demo_powers import load_penalty_cases

ROLES = (
    "",
    "张三演",
    "ll-window",
    "ll-examiner",
    "ll-decider",
    "ll-supervisor",
    "ll-leader",
    "ll-law",
    "ll-powers",
    "ll-process",
    "ll-center",
    "ll-editor",
    "ll-staffing",
    "ll-government",
    "ll-complaint",
    "ll-inquirer",
    "admin-system",
    "admin-security",
    "admin-audit",
)
POSTED = re.compile(
    r"/(reveal|rate|withdraw|supplement|special|special/.+|urge/.+|extend|correct|confirm|revoke|findings/.+|keys/.+"
    r"|notices/.+|files/.*|processes/copy|powers/desk/.+/(submit|approve|discard|copy|end)"
    r"|catalogue/.*(change|submit|discard|settle|comment|save|judge|agree|issue|answer)|catalogue/words/(propose|accept|decline))/?$"
)
_OBJECTS, _QUESTIONS = 12, 2  # so many addresses of one page, and of those that ask it the same kind of question
_PUBLIC = 2  # addresses of a public page that officers look at: to them it differs from everyone's in its head only
_INSIDE = (
    "/desk",
    "/cockpit",
    "/space",
    "/rules",
    "/processes",
    "/powers/desk",
    "/complaints/desk",
    "/exchange",
    "/catalogue/drafts",
    "/catalogue/reviews",
    "/catalogue/items",
)
_LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


MORNING = moment("2026-11-20T09:00")


@ground(on="demonstration")
def crawled() -> None:
    """Decides one case of the demonstration and begins another; proposes a power for the list."""
    office = Office(read_demo(), MORNING)
    name = "超限运输车辆行驶公路的审核"
    done, _ = office.lodge(item=name), office.lodge(item=name)
    for login, outcome in (
        ("ll-window", "accept"),
        ("ll-examiner", "agree"),
        ("ll-reviewer", "agree"),
        ("ll-decider", "grant"),
    ):
        office.does(login, done.id, outcome, "符合条件")
    propose(office)
    load_complaints(act=office.act(), path=DEMO / "complaints.json")
    office.follow()


@pytest.fixture
def office(crawled: None, demo: Demo) -> Office:
    return Office(demo, MORNING)


@cache
def _alike(address: str) -> tuple[str, tuple[str, ...]]:
    """Returns the page that an address asks, and the names of what it asks it: filters multiply, pages do not."""
    path, _, question = address.partition("?")
    try:
        page = resolve(path).route
    except Resolver404:
        page = path
    return page, tuple(sorted(part.partition("=")[0] for part in question.split("&") if part))


def crawl(client: Client, *, public: int = _OBJECTS) -> dict[str, int]:
    """Follows the links from the home page, some of each kind; returns address → status.

    ``public``: so many addresses of one public page.
    """
    seen: dict[str, int] = {}
    kinds: Counter[tuple[str, tuple[str, ...]]] = Counter()
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        kind = _alike(address)
        most = max(_OBJECTS, public) if address.startswith(_INSIDE) else public
        enough = kinds[kind] >= (min(_QUESTIONS, most) if kind[1] else most)
        if address in seen or enough or address.startswith(("/static/", "/logout/", "/large/")):
            continue
        kinds[kind] += 1
        answer = client.get(address)
        seen[address] = answer.status_code
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            waiting += [unescape(found) for found in _LINK.findall(answer.content.decode())]
    return seen


@pytest.mark.parametrize("who", ROLES)
def test_no_link_leads_astray(office: Office, who: str) -> None:
    client = office.demo.client(who) if who else Client()
    seen = crawl(client, public=_OBJECTS if who in {"", "张三演"} else _PUBLIC)
    assert len(seen) > 20
    # The public pages that officers read too invite citizens to apply; that door stays shut to officers.
    others = {path for path in seen if path.startswith("/space/") and who not in {"", "张三演"}}
    assert {seen[path] for path in others} <= {403}
    kept = {path: status for path, status in seen.items() if path not in others and not POSTED.search(path)}
    lost = {path: status for path, status in kept.items() if status not in {200, 302}}
    assert lost == {}
    asked = {path: status for path, status in seen.items() if POSTED.search(path)}
    assert set(asked.values()) <= {200, 302, 404, 405}, asked


def _patterns(resolver: URLResolver, before: str = "/") -> list[str]:
    found = []
    for part in resolver.url_patterns:
        address = before + str(part.pattern)
        found += _patterns(part, address) if isinstance(part, URLResolver) else [address]
    return found


def _filled(pattern: str, office: Office) -> str:
    values = {"uuid": "01900000-0000-7000-8000-000000000000", "number": "9" * 21, "code": "9" * 31, "key": "nothing"}

    def value(found: re.Match[str]) -> str:
        kind, name = found[1] or "", found[2]
        return values["uuid"] if kind == "uuid:" else values.get(name, "9")

    return re.sub(r"<(\w+:)?(\w+)>", value, pattern)


@pytest.mark.parametrize("who", ROLES)
def test_every_address_answers_something_sane_to_everyone(office: Office, who: str) -> None:
    client = office.demo.client(who) if who else Client()
    patterns = _patterns(get_resolver())
    assert len(patterns) > 60
    for pattern in patterns:
        for method in ("get", "post"):
            answer = getattr(client, method)(_filled(pattern, office))
            assert answer.status_code < 500, (method, pattern)
            assert answer.status_code != 200 or not pattern.startswith(_INSIDE) or who, pattern


# Who may open the addresses of 张三演's cases with the highway bureau of 醴陵; everyone else in OTHERS may not.
ALLOWED = {
    "/space/": {"张三演"},
    "/desk/": {"ll-window", "ll-examiner", "ll-reviewer", "ll-decider"},
    "/cockpit/": {"ll-supervisor", "ll-leader", "admin-audit"},
}
OTHERS = (*ROLES, "李四演", "ll-reviewer", "cy-window", "cy-examiner", "cs-decider", "qx-supervisor", "qx-leader")
_OBJECT = re.compile(r"/(space|desk|cockpit)/(cases|tasks|matters|notices|findings)/[^?]+")


def _found_out(office: Office) -> None:
    """Asks for corrections twice, which supervision finds."""
    case = office.lodge(item="超限运输车辆行驶公路的审核")
    office.does("ll-window", case.id, "correct", explained=["设计图"])
    office.does("ll-window", case.id, "submit", "已当面说明")
    office.does("ll-window", case.id, "correct", "方案换了", explained=["照片"])
    under_way = office.lodge(item="超限运输车辆行驶公路的审核")
    office.does("ll-window", under_way.id, "accept")
    office.follow()


def _objects(office: Office) -> dict[str, int]:
    """Returns every address of a case, step, paper, material, proof, receipt, notice or finding that its people see."""
    _found_out(office)
    seen: dict[str, int] = {}
    for who in ("张三演", "ll-window", "ll-examiner", "ll-supervisor"):
        seen |= {path: status for path, status in crawl(office.demo.client(who)).items() if _OBJECT.match(path)}
    return seen


def test_no_one_opens_what_is_anothers(office: Office) -> None:
    seen = _objects(office)
    for kind in (
        "/space/cases/[0-9]+/", ".*/papers/.+pdf", "/space/.*/materials/.+", "/space/.*proof.json",
        "/space/.*/receipt/", "/space/notices/.+",
        "/desk/cases/[0-9]+/", "/desk/.*/materials/.+", "/desk/.*/reveal/", "/desk/tasks/[^/]+/",
        "/desk/findings/.+", "/cockpit/matters/[0-9]+/", "/cockpit/.*proof.json", "/cockpit/findings/.+",
    ):  # fmt: skip
        assert any(re.fullmatch(kind, path) for path in seen), (kind, sorted(seen))
    opened = []
    for who in OTHERS:
        client = office.demo.client(who) if who else Client()
        for path, status in seen.items():
            room = next(room for room in ALLOWED if path.startswith(room))
            if who in ALLOWED[room]:
                continue
            answer = client.post(path) if status == 405 else client.get(path)
            sent_away = answer.status_code == 302 and answer["Location"].startswith("/login/")
            if not (sent_away or answer.status_code in {403, 404}):
                opened.append((who, path, answer.status_code))
    assert opened == []


@pytest.mark.parametrize(
    "address",
    [
        *("/desk/", "/cockpit/", "/cockpit/journal/", "/space/", "/desk/intake/", "/rules/", "/processes/"),
        *("/powers/desk/", "/exchange/", "/complaints/desk/"),
    ],
)
def test_nobody_comes_in_without_signing_in(office: Office, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


@pytest.mark.req("IDN-004")
def test_every_service_of_the_place_is_reached_from_the_one_home(office: Office) -> None:
    seen = crawl(Client(), public=2 * _OBJECTS)  # more services than are looked at of other pages
    codes = [item["code"] for item in office.demo.items.values() if item["region"] == "430281000000"]
    assert len(codes) >= 6
    for code in codes:
        assert seen[f"/items/{code}/"] == 200
        assert f"/space/apply/{code}/" in seen
    assert {"/cases/", "/results/", "/procedures/", "/board/", "/trail/", "/login/", "/register/"} <= set(seen)
    assert {"/clock/", "/calendar/", "/limits/"} <= set(seen)
    kinds = {("limits/<str:code>/", ()), ("clock/", ("limit",)), ("procedures/<slug:key>/<int:number>/", ())}
    assert kinds <= {_alike(path) for path in seen}


def test_a_law_office_reaches_all_of_its_desk(office: Office) -> None:
    seen = crawl(office.demo.client("ll-law"))
    desk = {"", "holidays/", "closures/", "observances/", "redatings/", "limits/", "limits/<str:code>/", "lights/"}
    assert {f"rules/{page}" for page in desk} <= {_alike(path)[0] for path, status in seen.items() if status == 200}
    others = crawl(office.demo.client("ll-window"))
    assert not any(path.startswith("/rules/") for path in others)


def test_the_lists_of_powers_are_reached_and_their_desk_is_kept_apart(office: Office) -> None:
    public = {
        "", "units/<slug:code>/", "power/<slug:code>/", "log/", "baselines/", "baselines/<uuid:baseline_id>/",
        "penalties/", "inspections/", "inspections/<uuid:inspection_id>/", "agencies/<slug:code>/", "services/",
        "rules/", "rules/<slug:code>/", "topics/",
    }  # fmt: skip
    seen = crawl(Client())
    assert {f"powers/{page}" for page in public} <= {_alike(path)[0] for path, status in seen.items() if status == 200}
    assert not any(path.startswith("/powers/desk/") for path in seen)
    desk = {
        "", "usage/", "inspections/", "baselines/", "baselines/<uuid:baseline_id>/", "penalties/", "cases/",
        "penalties/<uuid:penalty_id>/", "lists/<slug:kind>/", "lists/<slug:kind>/new/",
        "lists/<slug:kind>/<slug:code>/",
    }  # fmt: skip
    law = crawl(office.demo.client("ll-law"))
    assert {f"powers/desk/{page}" for page in desk} <= {_alike(path)[0] for path, code in law.items() if code == 200}


def test_those_who_handle_penalties_reach_their_cases(office: Office) -> None:
    load_penalty_cases(act=office.act(), path=DEMO / "powers.json")
    seen = crawl(office.demo.client("ll-examiner"))
    opened = {_alike(path)[0] for path, status in seen.items() if status == 200}
    assert {f"powers/desk/cases/{page}" for page in ("", "new/", "<str:number>/")} <= opened


def test_complaints_are_reached_and_their_desk_is_kept_apart(office: Office) -> None:
    public = {"", "new/", "follow/", "results/", "results/<str:number>/"}
    seen = crawl(Client())
    opened = {_alike(path)[0] for path, status in seen.items() if status == 200}
    assert {f"complaints/{page}" for page in public} <= opened
    assert not any(path.startswith("/complaints/desk/") for path in seen)
    for who in ("ll-complaint", "ll-inquirer", "ll-law", "ll-supervisor"):
        opened = {_alike(path)[0] for path, code in crawl(office.demo.client(who)).items() if code == 200}
        assert {"complaints/desk/", "complaints/desk/<str:number>/"} <= opened, who


def test_an_editor_reaches_imports_and_every_report(office: Office) -> None:
    seen = crawl(office.demo.client("ll-editor"))
    desk = {"", "differences.csv", "coverage/", "displays/", "import/"}
    opened = {_alike(path)[0] for path, status in seen.items() if status == 200}
    assert {f"exchange/{page}" for page in desk} - {"exchange/differences.csv"} <= opened
    assert not any(path.startswith("/exchange/") for path in crawl(office.demo.client("ll-window")))
