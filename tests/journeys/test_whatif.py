"""推演: what a changed procedure would do, shown before it is published; every fault stands at its field."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.conftest import DEMO, Demo
from tests.office import Office
from yimen.command.demo_cases import load_past
from yimen.contexts.journal.api import SYSTEM, trail
from yimen.contexts.matters.api import history
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import copy_version, draft, in_force, newest, publish, save_draft
from yimen.kernel.procedure import counted_days, licensing
from yimen.sites import _now
from yimen.sites.pieces.edge import today
from yimen.sites.processes.whatif_law import law_table, legal_limits

KEY = "highway-licence"
ASKED = {
    "do": "run",
    "load": "steady",
    "a_day": "2",
    "days": "30",
    "seed": "7",
    "promise": "7",
    "promise_after": "5",
    "work.accept": "2",
    "work.correct": "21",
    "work.examine": "6",
    "work.review": "3",
    "work.decide": "2.5",
    "work.deliver": "1",
    "staff.window": "2",
    "staff.examiner": "3",
    "staff.reviewer": "2",
    "staff.decider": "1",
    "limit.accept": "5",
    "limit.examine": "3",
    "limit.review": "2",
    "limit.decide": "2",
    "limit.deliver": "10",
}


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, _now.now())


@pytest.fixture
def drawn(office: Office) -> UUID:
    """Gives a draft of the highway bureau with delivery in 3 working days instead of 10: 22 days become 15."""
    who = office.reader("ll-process")
    made = copy_version(act=office.act(who), reader=who, version=in_force(key=KEY, on=today()).id)
    xml = made.xml.replace(b'yimen:limit="10wd"', b'yimen:limit="3wd"')
    assert xml != made.xml
    save_draft(act=office.act(who), reader=who, id=made.id, xml=xml, revision=1)
    return made.id


RATE = "按时率（从受理到决定，没有决定的算不按时，不用决定的不算）"


def cells(html: str, head: str) -> list[str]:
    """Returns the cells beside a row's head."""
    found = re.search(rf'<th scope="row">{head}</th>(.*?)</tr>', html, re.S)
    assert found, head
    return [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", found[1], re.S)]


def test_the_form_says_that_it_estimates_and_on_what(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    assert f"/processes/drafts/{drawn}/whatif/" in client.get(f"/processes/drafts/{drawn}/").content.decode()
    html = client.get(f"/processes/drafts/{drawn}/whatif/").content.decode()
    for words in ("这是估计，不是承诺", "没有可以重放的", "演示值", "估计：两小时", "一次最多推演 2000 件"):
        assert words in html
    assert 'name="limit.deliver"' in html
    assert "重放最近一年的来件" not in html


@pytest.mark.req("PRC-011")
def test_a_draft_is_played_against_what_is_in_force(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    asked = {**ASKED, "limit.examine": "1", "limit.review": "1", "limit.deliver": "3"}
    answer = client.get(f"/processes/drafts/{drawn}/whatif/", asked)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert cells(html, "件数") == ["60 件", "60 件"]
    before, after = (float(cell.rstrip("%")) for cell in cells(html, RATE))
    assert 0 <= after <= before <= 100  # the same matters against a shorter promise
    assert "受理到决定各步时限最多合计由 7 个工作日变为 4 个工作日，压缩 42.9%，达到压缩 30% 以上的目标" in html
    assert cells(html, "送达")[1] == "10 个工作日 → 3 个工作日"
    assert html.count('<svg class="pf"') == html.count("</desc>") >= 1
    assert client.get(f"/processes/drafts/{drawn}/whatif/", asked).content == answer.content  # the seed decides
    other = client.get(f"/processes/drafts/{drawn}/whatif/", {**asked, "seed": "8"}).content
    assert other != answer.content


@pytest.mark.req("PRC-011")
def test_what_is_not_short_enough_is_said(office: Office) -> None:
    """7 days become 5: 29 %; delivery counts for nothing."""
    client = office.demo.client("ll-process")
    path = f"/processes/procedures/{KEY}/whatif/"
    html = client.get(path, {**ASKED, "limit.examine": "1", "limit.deliver": "4"}).content.decode()
    assert "由 7 个工作日变为 5 个工作日，压缩 28.6%，没有达到压缩 30% 以上的目标" in html
    longer = client.get(path, {**ASKED, "limit.examine": "10"}).content.decode()
    assert "延长 100.0%，没有达到" in longer


@pytest.mark.req("PRC-011")
def test_the_procedures_of_each_kind_are_held_against_the_target(office: Office) -> None:
    """One is published with its examination in 1 working day instead of 3; the others stay as they were."""
    client = office.demo.client("ll-center")
    found = {one.key: in_force(key=one.key, on=today()) for one in newest()}
    days = sum(counted_days(one.procedure) for one in found.values() if licensing(one.procedure))
    publish(act=office.act(), xml=found[KEY].xml.replace(b'limit="3wd"', b'limit="1wd"'), valid_from=today())
    html = client.get("/processes/compression/").content.decode()
    assert "处罚、投诉等其他流程（" in html
    assert f"这些流程受理到决定各步时限最多合计由 {days} 个工作日变为 {days - 2} 个工作日" in html
    assert f"压缩 {200 / days:.1f}%，没有达到压缩 30% 以上的目标" in html
    row = cells(html.replace("<a ", "<i ").replace("</a>", ""), r"<i href=.*?>公路行政许可办理流程（演示）")
    assert row[1:] == ["7 个工作日", "5 个工作日", "压缩 28.6%"]
    assert "/processes/compression/" in client.get("/processes/").content.decode()
    assert office.demo.client("ll-window").get("/processes/compression/").status_code == 403


def test_fewer_officers_wait_longer(office: Office) -> None:
    client = office.demo.client("ll-process")
    path = f"/processes/procedures/{KEY}/whatif/"
    many, few = (
        client.get(path, {**ASKED, "work.examine": "9", "staff.examiner": staff}).content.decode()
        for staff in ("6", "1")
    )
    rate = [float(cells(html, RATE)[0].rstrip("%")) for html in (many, few)]
    assert rate[0] > rate[1]
    assert "审查岗：每天收工时排队的件数" in few


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("a_day", "0", "应是 1 至 2000"),
        ("a_day", "两", "应是 1 至 2000"),
        ("days", "2.5", "整数"),
        ("seed", "-1", "应是 0 至"),
        ("promise", "", "应是 1 至 999"),
        ("work.examine", "0", "最多一位小数"),
        ("staff.examiner", "501", "应是 1 至 500"),
        ("limit.review", "1000", "应是 1 至 999"),
        ("load", "history", "没有可以重放的来件"),
        ("load", "", "请选一种来件"),
    ],
)
def test_bad_input_is_told_at_its_field(office: Office, field: str, typed: str, words: str) -> None:
    client = office.demo.client("ll-process")
    answer = client.get(f"/processes/procedures/{KEY}/whatif/", {**ASKED, field: typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    found = re.search(rf'id="e-{re.escape(field)}"[^>]*>(.*?)</p>', html, re.S)
    assert found
    assert words in found[1]
    assert "按时率" not in html.split("<form", 1)[0].split("page-head", 1)[1].split("</header>", 1)[1]


def test_more_than_the_cap_is_refused(office: Office) -> None:
    client = office.demo.client("ll-process")
    answer = client.get(f"/processes/procedures/{KEY}/whatif/", {**ASKED, "a_day": "100", "days": "21"})
    assert answer.status_code == 422
    assert "共 2100 件，一次最多推演 2000 件" in answer.content.decode()


def test_it_is_for_those_who_draw_and_review(office: Office, drawn: UUID) -> None:
    for who, status in (("ll-process", 200), ("ll-center", 200), ("ll-window", 403), ("张三演", 403)):
        client = office.demo.client(who)
        assert client.get(f"/processes/drafts/{drawn}/whatif/").status_code == status, who
        assert client.get(f"/processes/procedures/{KEY}/whatif/").status_code == status, who
    client = office.demo.client("ll-process")
    assert client.get("/processes/procedures/nothing/whatif/").status_code == 404
    assert client.post(f"/processes/drafts/{drawn}/whatif/", ASKED).status_code == 405


def test_nothing_is_stored(office: Office, drawn: UUID) -> None:
    who, client = office.reader("ll-process"), office.demo.client("ll-process")
    before = (draft(reader=who, id=drawn), len(trail(subject=drawn)))
    client.get(f"/processes/drafts/{drawn}/whatif/", ASKED)
    assert (draft(reader=who, id=drawn), len(trail(subject=drawn))) == before


def test_a_draft_that_does_not_compile_is_not_played(office: Office, drawn: UUID) -> None:
    who = office.reader("ll-process")
    broken = draft(reader=who, id=drawn).xml.replace(b'targetRef="review"', b'targetRef="nowhere"')
    save_draft(act=office.act(who), reader=who, id=drawn, xml=broken, revision=2)
    answer = office.demo.client("ll-process").get(f"/processes/drafts/{drawn}/whatif/")
    assert answer.status_code == 422
    assert "还不是完整的流程" in answer.content.decode()


@pytest.mark.parametrize("key", ["highway-review", "registration", "township-service", "major-decision", "instant"])
def test_every_procedure_can_be_played_as_the_form_comes(office: Office, key: str) -> None:
    """The first values of all fields are good: sent back as they are, all matters come to their end."""
    client = office.demo.client("ll-center")
    path = f"/processes/procedures/{key}/whatif/"
    html = client.get(path).content.decode()
    sent = dict(re.findall(r'<input class="input[^"]*" id="f-[^"]*" name="([^"]*)"[^>]* value="([^"]*)"', html))
    assert {"a_day", "seed"} <= set(sent)
    answer = client.get(path, {**sent, "days": "10", "do": "run", "load": "steady"})
    told = answer.content.decode()
    assert answer.status_code == 200, re.findall(r'id="e-[^>]*>.*?</p>', told)
    assert cells(told, "到推演结束还没有办结（含已决定、还没有送达的）") == ["0 件", "0 件"]
    assert "走不下去" not in told


def test_what_becomes_of_the_matters_adds_up(office: Office) -> None:
    """Far too few people: many matters are left, and each stands in one row."""
    client, path = office.demo.client("ll-center"), f"/processes/procedures/{KEY}/whatif/"
    html = client.get(path).content.decode()
    sent = dict(re.findall(r'<input class="input[^"]*" id="f-[^"]*" name="([^"]*)"[^>]* value="([^"]*)"', html))
    sent |= {name: {"staff": "1", "work": "40"}[name.split(".")[0]] for name in sent if name[:4] in ("staf", "work")}
    told = client.get(path, {**sent, "a_day": "20", "days": "50", "do": "run", "load": "steady"}).content.decode()
    heads = ("按承诺时限决定", "超过承诺时限", "到推演结束还没有决定，也没有超过承诺时限", "不受理等办结，不用决定")
    rows = [int(cells(told, f"其中：{head}")[0].removesuffix(" 件")) for head in heads]
    assert sum(rows) == 1000 == int(cells(told, "件数")[0].removesuffix(" 件"))
    assert rows[2] > 500
    rate = cells(told, RATE)[0]
    assert rate == f"{rows[0] / sum(rows[:3]):.1%}"
    assert "人手不够" in told


def test_a_new_procedure_has_nothing_before_it(office: Office) -> None:
    client = office.demo.client("ll-process")
    sent = {"do": "template", "unit": "11430281MB990011XC", "key": "new-permit", "name": "新许可"}
    page = client.post("/processes/new/", sent)
    path = f"{page['Location']}whatif/"
    first = client.get(path).content.decode()
    sent = dict(re.findall(r'<input class="input[^"]*" id="f-[^"]*" name="([^"]*)"[^>]* value="([^"]*)"', first))
    html = client.get(path, {**sent, "days": "5", "do": "run", "load": "steady"}).content.decode()
    assert cells(html, "件数") == ["10 件"]
    assert "时限压缩</h2>" not in html


def test_what_came_last_year_is_replayed(demo: Demo) -> None:
    """Twenty came three days ago, and half of them were not accepted; the play does as they did."""
    office = Office(demo, _now.now() - timedelta(3))
    for number in range(20):
        case = office.lodge(item="超限运输车辆行驶公路的审核")
        refused = ("refuse_acceptance", "不属于本单位职权")
        office.does("ll-window", case.id, *(refused if number % 2 else ("accept", "")))
    client = office.demo.client("ll-process")
    path = f"/processes/procedures/{KEY}/whatif/"
    html = client.get(path).content.decode()
    assert "最近一年 20 件" in html
    told = client.get(path, {**ASKED, "load": "history", "promise": "60"}).content.decode()
    assert cells(told, "件数") == ["20 件", "20 件"]
    outside = int(cells(told, "其中：不受理等办结，不用决定")[0].removesuffix(" 件"))
    assert 4 <= outside <= 16  # half of twenty, more or less
    assert cells(told, "其中：按承诺时限决定")[0] == f"{20 - outside} 件"
    assert cells(told, "其中：超过承诺时限")[0] == "0 件"
    assert "20 件，取前" not in told
    other = office.demo.client("ll-center").get(path).content.decode()
    assert "最近一年 20 件" in other  # the region's service office too


def test_few_are_replayed_and_said_to_prove_little(demo: Demo) -> None:
    office = Office(demo, _now.now() - timedelta(3))
    for _ in range(3):
        office.does("ll-window", office.lodge(item="超限运输车辆行驶公路的审核").id, "accept")
    client, path = office.demo.client("ll-process"), f"/processes/procedures/{KEY}/whatif/"
    form = client.get(path).content.decode()
    assert "最近一年 3 件：太少，说明不了多少问题" in form
    assert re.search(r'value="steady"[^>]*checked', form)  # what is generated comes first
    told = client.get(path, {**ASKED, "load": "history", "promise": "60"})
    html = told.content.decode()
    assert told.status_code == 200
    assert cells(html, "件数") == ["3 件", "3 件"]
    assert cells(html, "其中：不受理等办结，不用决定") == ["0 件", "0 件"]  # all three were accepted
    assert "只有 3 件，不足 20 件" in html.split("总的情况")[0]
    assert "重放的件太少" not in client.get(path, ASKED).content.decode()


@pytest.mark.req("PRC-011")
def test_the_limit_of_the_law_stands_beside_the_promise_before_and_after(office: Office, drawn: UUID) -> None:
    client, path = office.demo.client("ll-process"), f"/processes/drafts/{drawn}/whatif/"
    assert "法定时限20个工作日（行政许可法第四十二条），承诺不能更长" in client.get(path).content.decode()
    html = client.get(path, {**ASKED, "limit.deliver": "3"}).content.decode()
    row = re.search(r"承诺与法定时限</caption>.*?</table>", html, re.S)
    assert row
    words = re.sub(r"\s+", " ", re.sub(r"<.*?>", " ", row[0]))
    assert "20个工作日（行政许可法第四十二条）" in words
    assert "7 个工作日 → 5 个工作日" in words
    assert "压缩 65.0% → 压缩 75.0%" in words  # 13 and 15 of 20 days
    assert "修改后承诺 5 个工作日，压缩 75.0%（修改前 7 个，压缩 65.0%）" in html
    longer = client.get(path, {**ASKED, "promise_after": "25"}).content.decode()
    assert "超过法定时限，不能这样承诺" in longer
    assert "承诺不能超过法定时限，请改短" in longer


def test_the_past_of_the_demonstration_is_replayed(demo: Demo) -> None:
    people = json.loads((DEMO / "people.json").read_text("utf-8"))
    load_past(act=_now.act(SYSTEM), folder=DEMO, people=people)
    client, path = demo.client("ll-process"), f"/processes/procedures/{KEY}/whatif/"
    form = client.get(path).content.decode()
    assert "最近一年 24 件" in form
    html = client.get(path, {**ASKED, "load": "history"}).content.decode()
    assert cells(html, "件数") == ["24 件", "24 件"]
    assert int(cells(html, "其中：不受理等办结，不用决定")[0].removesuffix(" 件")) < 12
    found = history(reader=Office(demo, _now.now()).reader("ll-process"), key=KEY, first=date(2020, 1, 1), last=today())
    assert found.outcomes["deliver"] == {"deliver": 21}
    assert found.outcomes["accept"] == {"accept": 21, "refuse_acceptance": 3}


def test_the_answer_begins_with_what_a_head_asks(office: Office, drawn: UUID) -> None:
    client = office.demo.client("ll-process")
    html = client.get(f"/processes/drafts/{drawn}/whatif/", {**ASKED, "staff.examiner": "1"}).content.decode()
    assert "的按时率是" in html
    assert "审查岗有 1 人，约需 " in html
    assert html.index("结论") < html.index("总的情况")
    form = client.get(f"/processes/drafts/{drawn}/whatif/").content.decode()
    assert "没有可以重放的" in form


def test_a_longer_promise_is_not_praised(office: Office) -> None:
    """The rate against the old promise stands beside it: that of the same play with no other promise."""
    client, path = office.demo.client("ll-process"), f"/processes/procedures/{KEY}/whatif/"
    tight = {**ASKED, "work.examine": "12", "staff.examiner": "4", "promise": "5"}
    html = client.get(path, {**tight, "promise_after": "8"}).content.decode()
    same = client.get(path, {**tight, "promise_after": "5"}).content.decode()
    rate = cells(same, RATE)[-1]
    assert f"承诺由 5 个工作日延长到 8 个；按原来的 5 个算，修改后按时率是 {rate}" in html
    assert "按原来的" not in same
    shorter = client.get(path, {**tight, "promise_after": "4"}).content.decode()
    assert "承诺由 5 个工作日缩短到 4 个" in shorter


@pytest.mark.parametrize("key", [KEY, "highway-review", "registration", "instant"])
def test_the_first_numbers_of_officers_are_enough(office: Office, key: str) -> None:
    client, path = office.demo.client("ll-center"), f"/processes/procedures/{key}/whatif/"
    html = client.get(path).content.decode()
    sent = dict(re.findall(r'<input class="input[^"]*" id="f-[^"]*" name="([^"]*)"[^>]* value="([^"]*)"', html))
    told = client.get(path, {**sent, "do": "run", "load": "steady"}).content.decode()
    assert "各岗位人手够用" in told


def test_what_is_left_undone_is_said_first(office: Office) -> None:
    client, path = office.demo.client("ll-process"), f"/processes/procedures/{KEY}/whatif/"
    asked = {**ASKED, "work.deliver": "500", "staff.window": "1"}
    html = client.get(path, asked).content.decode()
    assert html.index("件到推演结束还没有办完") < html.index("的按时率是") < html.index("人手不够")


def test_the_law_of_every_item_is_seen_however_many_one_refusal_names(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    on, region = today(), "430281000000"
    monkeypatch.setattr("yimen.contexts.catalogue.naming.MOST", 1)
    monkeypatch.setattr("yimen.sites.processes.whatif_law._NAMED", 1)
    mine = [one for one in office.demo.items.values() if one["procedure_key"] == KEY]
    counts = Counter(one["promised"] for one in mine)  # a line for each promise
    procedure = in_force(key=KEY, on=on).procedure
    found = legal_limits(procedure, on, calendar(region=region), region)
    assert sorted(one.promised for one in found) == sorted(counts)
    promised, many = counts.most_common(1)[0]
    assert many > 1
    assert f"等 {many} 项" in next(one.items for one in found if one.promised == promised)
    if len(counts) > 1:
        table = law_table(found, (promised, promised - 1))
        assert table
        rows = [[cell["text"] for cell in row] for row in table["rows"]]
        assert {row[2] for row in rows} == {
            f"{promised} 个工作日 → {promised - 1} 个工作日",
            *(f"{one} 个工作日（另有承诺，推演没有改）" for one in counts if one != promised),
        }
