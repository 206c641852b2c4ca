"""How much waits for a reader stands beside the links of the rooms: at the rules' desk, and at that of powers."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office
from yimen.contexts.matters.api import worklist
from yimen.contexts.powers.api import desk_baselines
from yimen.sites import _now

from . import test_complaints as complaints
from . import test_penalty_cases as penalties
from . import test_revisions as revisions

pytestmark = pytest.mark.django_db
REVIEWS, COMPLAINTS, CASES = "/catalogue/reviews/", "/complaints/desk/", "/powers/desk/cases/"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


def count(client: Client, page: str, link: str) -> int:
    """Returns the number that stands beside a link at the side of a page, 0 for none."""
    html = unescape(client.get(page).content.decode())
    side = html[html.index('<nav aria-label="工作台">') :].split("</nav>")[0]
    found = re.search(rf'href="{link}"[^>]*>[^<]*(?:<span class="count[^"]*">(\d+))?', side)
    assert found, (page, link)
    return int(found[1] or 0)


def test_the_law_office_reads_at_both_desks_how_many_reviews_wait(office: Office) -> None:
    law = office.demo.client("ll-law")
    for page in ("/rules/", "/rules/limits/", "/powers/desk/"):
        assert (count(law, page, REVIEWS), count(law, page, COMPLAINTS)) == (0, 0)
    spring = office.at("2026-03-02T09:00")  # before the day on which the change begins
    revisions.submit(spring, revisions.ready(spring, office.demo.items[revisions.BRIDGE], promised=8))
    for _ in range(2):
        complaints._answered(office, complaints._file(office))
    for page in ("/rules/", "/rules/limits/", "/powers/desk/"):
        assert (count(law, page, REVIEWS), count(law, page, COMPLAINTS)) == (1, 2), page


def test_all_that_waits_is_counted_however_much_the_list_shows(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    examiner = office.demo.client("ll-examiner")
    before = count(examiner, "/powers/desk/cases/", CASES)
    monkeypatch.setitem(worklist.__kwdefaults__, "limit", 0)
    penalties.opened(office)
    assert count(examiner, "/powers/desk/cases/", CASES) == before + 1


def test_the_desk_of_powers_counts_cases_and_what_is_to_be_answered(office: Office) -> None:
    examiner, government = office.demo.client("ll-examiner"), office.demo.client("ll-government")
    before = count(examiner, "/powers/desk/cases/", CASES)
    penalties.opened(office)
    assert count(examiner, "/powers/desk/cases/", CASES) == before + 1
    waiting = [one for one in desk_baselines(reader=office.reader("ll-government")) if one.state == "submitted"]
    assert count(government, "/powers/desk/", "/powers/desk/baselines/") == len(waiting) > 0
