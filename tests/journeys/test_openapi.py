"""An outside system lodges, follows and completes a case over HTTP, with signed tokens and idempotency keys."""

import base64
import json
import uuid
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.test import Client

from tests import filled
from tests.conftest import DEMO, Demo
from yimen.command import people
from yimen.command.load import IN_FORCE
from yimen.contexts.journal.api import SYSTEM, newest
from yimen.sites import _now

ITEM = "涉农补贴发放"
APPLICANT = {"name": "张三", "identifier": filled.CITIZEN, "phone": filled.PHONE}
PDF = b"%PDF-1.4\n%%EOF\n"


class System:
    """An outside system with its key."""

    def __init__(self, name: str, key: Any) -> None:
        self.name, self.key, self.client = name, key, Client()

    def token(self, **claims: Any) -> str:
        now = int(_now.now().timestamp())
        given = {"iss": self.name, "aud": "yimen", "iat": now, "exp": now + 300, **claims}
        return jwt.encode({k: v for k, v in given.items() if v is not None}, self.key, algorithm="EdDSA")

    def call(self, method: str, path: str, body: Any = None, *, key: str = "", token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token or self.token()}", "Idempotency-Key": key or uuid.uuid4().hex}
        text = json.dumps(body) if body is not None else ""
        return self.client.generic(method, f"/api/v1/{path}", text, content_type="application/json", headers=headers)


@pytest.fixture
def item(demo: Demo) -> dict[str, Any]:
    return demo.items[ITEM]


@pytest.fixture
def system(demo: Demo, item: dict[str, Any]) -> System:
    """Registers a system that holds every post of the item's units."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    posts = [
        {"unit": unit, "role": role, "title": "对接"}
        for unit in {item["unit"], item["centre"]}
        for role in ("window", "examiner", "reviewer", "decider", "issuer")
    ]
    who = {"clients": [{"login": "county-oa", "name": "县办公系统", "public_key": public, "posts": posts}]}
    people.load(_now.act(SYSTEM), who, IN_FORCE)
    return System("county-oa", key)


@pytest.fixture
def body(item: dict[str, Any]) -> dict[str, Any]:
    content = base64.b64encode(PDF).decode()
    materials = [{"code": code, "name": "材料.pdf", "content": content} for code in filled.materials(item)]
    return {"item": item["code"], "applicant": {**APPLICANT}, "answers": filled.answers(item), "materials": materials}


@pytest.mark.req("PRC-018")
def test_a_case_goes_from_lodging_to_delivery(demo: Demo, system: System, body: dict[str, Any]) -> None:
    answer = system.call("POST", "cases", body)
    assert answer.status_code == 200, answer.content.decode()
    receipt = answer.json()
    assert len(receipt["number"]) == 21
    assert "最后一天" in receipt["explanation"]
    step, passed = receipt["open"][0], []
    while step:
        task = next(task for task in system.call("GET", "tasks").json() if task["id"] == step["id"])
        offered = system.call("GET", f"cases/{receipt['number']}").json()["offered"]["grant"]
        form = {"method": "网上", "met": [one["code"] for one in offered]}
        completion = {"outcome": task["outcomes"][0]["code"], "opinion": "同意", "form": form}
        done = system.call("POST", f"tasks/{step['id']}/completion", completion)
        assert done.status_code == 200, done.content.decode()
        passed.append(task["name"])
        step = next(iter(done.json()["open"]), None)
    assert len(passed) >= 4
    assert done.json()["closed"]
    demo.work()
    case = system.call("GET", f"cases/{receipt['number']}").json()
    assert case["outcome"] == "准予"
    assert {"受理通知书", "准予决定书", "送达回证"} <= {paper["name"] for paper in case["papers"]}
    paper = system.call("GET", f"cases/{receipt['number']}/papers/{case['papers'][0]['id']}")
    assert paper.content.startswith(b"%PDF")
    assert APPLICANT["name"] not in json.dumps(case, ensure_ascii=False)
    proof = system.call("GET", f"cases/{receipt['number']}/proof").json()
    assert proof


def test_anyone_follows_the_progress_without_personal_values(system: System, body: dict[str, Any]) -> None:
    number = system.call("POST", "cases", body).json()["number"]
    seen = Client().get(f"/api/v1/cases/{number}/progress")
    assert seen.status_code == 200
    assert seen.json()["stage"] == "受理"
    assert APPLICANT["name"] not in seen.content.decode()
    assert APPLICANT["identifier"] not in seen.content.decode()


def test_the_same_key_is_the_same_call(system: System, body: dict[str, Any]) -> None:
    first = system.call("POST", "cases", body, key="order-00001").json()
    again = system.call("POST", "cases", body, key="order-00001").json()
    assert again == first
    other = system.call("POST", "cases", {**body, "applicant": {**APPLICANT, "name": "李四"}}, key="order-00001")
    assert other.status_code == 409
    assert "幂等键" in other.json()["error"]
    assert len(system.call("GET", "tasks").json()) == 1


def test_a_step_done_twice_is_told_who_was_first(system: System, body: dict[str, Any]) -> None:
    step = system.call("POST", "cases", body).json()["open"][0]
    once = system.call("POST", f"tasks/{step['id']}/completion", {"outcome": "accept"})
    assert once.status_code == 200
    late = system.call("POST", f"tasks/{step['id']}/completion", {"outcome": "accept"})
    assert late.status_code == 409
    assert "已由" in late.json()["error"]


WRONG = {
    "identity number": (lambda b: b["applicant"].update(identifier="110101199003074515"), "身份"),
    "credit code": (lambda b: b["applicant"].update(identifier="91350100M000100Y44", company=True), "统一社会信用代码"),
    "phone": (lambda b: b["applicant"].update(phone="12"), "电话"),
    "unknown question": (lambda b: b["answers"].update(nobody_asked="x"), "没有的项目"),
    "wrong kind of file": (
        lambda b: b["materials"][0].update(content=base64.b64encode(b"MZ\x90\x00" * 9).decode()),
        "PDF",
    ),
    "no base64": (lambda b: b["materials"][0].update(content="***"), "Base64"),
    "missing material": (lambda b: b.update(materials=[]), "缺少材料"),
}


@pytest.mark.parametrize("what", WRONG)
def test_bad_input_is_named_and_nothing_is_written(system: System, body: dict[str, Any], what: str) -> None:
    spoil, word = WRONG[what]
    spoil(body)
    answer = system.call("POST", "cases", body)
    assert answer.status_code == 422
    assert word in json.dumps(answer.json(), ensure_ascii=False)
    assert system.call("GET", "tasks").json() == []


def test_an_unknown_item_is_not_found(system: System, body: dict[str, Any]) -> None:
    answer = system.call("POST", "cases", {**body, "item": "0" * 31})
    assert answer.status_code == 404
    assert "事项" in answer.json()["error"]


@pytest.mark.parametrize(
    ("claims", "word"),
    [
        ({"iss": "nobody"}, "登记"),
        ({"exp": 1}, "过期"),
        ({"aud": "other"}, "aud"),
        ({"exp": 4_000_000_000}, "10 分钟"),
        ({"iat": None}, "iat"),
        ({"iat": "2026-01-01"}, "整数"),
        ({"iat": "1"}, "整数"),
        ({"exp": "4000000000"}, "整数"),
        ({"exp": float("inf")}, "整数"),
        ({"iss": "\ud800"}, "iss"),
    ],
)
def test_a_wrong_token_is_refused(system: System, claims: dict[str, Any], word: str) -> None:
    answer = system.call("GET", "tasks", token=system.token(**claims))
    assert answer.status_code == 401
    assert word in answer.json()["error"]


def test_another_key_is_refused(system: System) -> None:
    thief = System(system.name, Ed25519PrivateKey.generate())
    answer = thief.call("GET", "tasks")
    assert answer.status_code == 401
    assert "签名" in answer.json()["error"]


def test_a_system_without_the_post_is_refused(system: System, body: dict[str, Any]) -> None:
    step = system.call("POST", "cases", body).json()["open"][0]
    stranger = System("demo-oa", load_pem_private_key((DEMO / "client-key.pem").read_bytes(), None))
    refused = stranger.call("POST", f"tasks/{step['id']}/completion", {"outcome": "accept"})
    assert refused.status_code == 403
    made_up = system.call("POST", f"tasks/{step['id']}/completion", {"outcome": "made-up"})
    assert made_up.status_code == 422
    kept = [one.facts["why"] for one in newest(limit=50) if one.verb == "case.attempt"]
    assert kept == [
        "选了这一步没有的结果",
        "没有这一步的岗位",
    ]  # what was refused was undone, that it was tried was not
    number = system.call("GET", "tasks").json()[0]["number"]
    assert stranger.call("GET", f"cases/{number}").status_code == 404


def test_malformed_calls_are_answered_in_chinese(system: System) -> None:
    answer = system.call("POST", "cases", {"item": 7})
    assert answer.status_code == 422
    assert "缺少" in answer.json()["error"]
    broken = system.client.post(
        "/api/v1/cases", "{", content_type="application/json",
        headers={"Authorization": f"Bearer {system.token()}", "Idempotency-Key": "12345678"},
    )  # fmt: skip
    assert broken.status_code == 400
    assert "JSON" in broken.json()["error"]


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"missing": 5}, "补正"),
        ({"missing": [5]}, "补正"),
        ({"missing": ["字" * 201]}, "不在"),
        ({}, "补正"),
        ({"missing": ["field_phone"], "explained": ["字" * 201]}, "200"),
        ({"missing": ["field_phone"], "explained": 5}, "补正"),
    ],
)
def test_a_correction_that_is_no_list_of_lines_is_refused(
    system: System, body: dict[str, Any], form: dict[str, Any], word: str
) -> None:
    step = system.call("POST", "cases", body).json()["open"][0]
    answer = system.call("POST", f"tasks/{step['id']}/completion", {"outcome": "correct", "form": form})
    assert answer.status_code == 422, answer.content.decode()
    assert word in answer.json()["error"]
    assert system.call("GET", "tasks").json()[0]["id"] == step["id"]


@pytest.mark.parametrize("answers", ["abc", 5, ["a"], {"phone": 5}, {"phone": [5]}, {"phone": {}}])
def test_corrected_answers_that_are_no_texts_are_refused(system: System, body: dict[str, Any], answers: Any) -> None:
    step = system.call("POST", "cases", body).json()["open"][0]
    asked = {"outcome": "correct", "form": {"missing": ["field_phone"]}}
    waits = system.call("POST", f"tasks/{step['id']}/completion", asked).json()["open"][0]
    completion = {"outcome": "submit", "form": {"answers": answers}}
    answer = system.call("POST", f"tasks/{waits['id']}/completion", completion)
    assert answer.status_code == 422, answer.content.decode()
    assert "答案" in answer.json()["error"] or "电话" in answer.json()["error"]
    assert system.call("GET", "tasks").json()[0]["id"] == waits["id"]


def _in_chinese(answer: Any) -> str:
    assert answer["Content-Type"].startswith("application/json")
    error = answer.json()["error"]
    assert "\u4e00" <= error[0] <= "\u9fff" or error[0] in "“《"
    return str(error)


def test_what_no_call_answers_is_json_too(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/api/", "/api/v2/items", "/api/v1/nothing"):
        answer = Client().get(path)
        assert answer.status_code == 404
        _in_chinese(answer)
    answer = Client().delete("/api/v1/tasks")
    assert answer.status_code == 405
    assert answer["Allow"]
    assert "方法" in _in_chinese(answer)
    answer = Client().get("/api/v1/items", SERVER_NAME="elsewhere.example")
    assert answer.status_code == 400
    _in_chinese(answer)

    def broken(**_: object) -> None:
        raise RuntimeError("secret of the program")

    monkeypatch.setattr("yimen.sites.openapi.door.worklist", broken)
    system.client = Client(raise_request_exception=False)
    answer = system.call("GET", "tasks")
    assert answer.status_code == 500
    assert "secret" not in _in_chinese(answer)


def test_a_whole_material_of_ten_megabytes_fits_and_a_larger_body_is_told(system: System, body: dict[str, Any]) -> None:
    full = PDF + b" " * (10 * 1024**2 - len(PDF))
    body["materials"][0]["content"] = base64.b64encode(full).decode()
    assert system.call("POST", "cases", body).status_code == 200
    body["materials"][0]["content"] = "A" * (16 * 1024**2)
    answer = system.call("POST", "cases", body)
    assert answer.status_code == 413
    assert "太大" in _in_chinese(answer)


def test_the_description_is_openapi_and_the_reference_page_lists_each_call(demo: Demo) -> None:
    client = Client()
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    page = client.get("/api/v1/docs").content.decode()
    for path in schema["paths"]:
        assert path.replace("&", "&amp;") in page


@pytest.mark.req("CAT-018")
def test_a_terminal_learns_what_to_change_and_supervisors_see_it(
    demo: Demo, system: System, item: dict[str, Any]
) -> None:
    right = Client().get(f"/api/v1/items/{item['code']}/version").json()["version_id"]
    gone = "1" * 31
    shown = [{"code": item["code"], "version_id": right}, {"code": gone, "version_id": "old"}]
    told = system.call("POST", "displays", {"place": "一楼 2 号自助机", "shown": shown}).json()
    assert (told["same"], [one["code"] for one in told["different"]]) == (1, [gone])
    shown[0]["version_id"] = "01900000-0000-7000-8000-000000000000"
    told = system.call("POST", "displays", {"place": "一楼 2 号自助机", "shown": shown[:1]}).json()
    assert (told["same"], told["different"][0]["version_id"]) == (0, right)
    page = demo.client("qx-supervisor").get("/exchange/displays/").content.decode()
    assert "一楼 2 号自助机" in page
    assert right in page
    assert "一楼 2 号自助机" not in demo.client("ll-supervisor").get("/exchange/displays/").content.decode()
    assert Client().post("/api/v1/displays", "{}", content_type="application/json").status_code == 401
    assert system.call("POST", "displays", {"place": "", "shown": []}).status_code == 422


@pytest.mark.req("PWR-030")
def test_a_system_picks_from_what_the_case_offers(system: System, body: dict[str, Any]) -> None:
    given = system.call("POST", "cases", body).json()
    offered = system.call("GET", f"cases/{given['number']}").json()["offered"]
    assert [one["code"] for one in offered["grant"]] == ["condition_1"]
    step = f"tasks/{given['open'][0]['id']}/completion"
    bare = system.call("POST", step, {"outcome": "refuse_acceptance", "opinion": "不属于本村"})
    assert bare.status_code == 422
    assert "至少选择一项" in bare.json()["error"]
    done = system.call(
        "POST", step, {"outcome": "refuse_acceptance", "opinion": "不属于本村", "form": {"grounds": ["law_elsewhere"]}}
    )
    assert done.json()["outcome"] == "不予受理"
