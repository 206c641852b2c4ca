"""The edge: behind an HTTPS proxy, what caches may keep, bodies that cannot be read, the way to the door and back."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office, moment
from tests.serving import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("edge")]
POST_LOGIN = """
import re, sys, django
django.setup()
from django.test import Client
host, origin = sys.argv[1:]
client = Client(enforce_csrf_checks=True, SERVER_NAME=host, headers={"X-Forwarded-Proto": "https", "Origin": origin})
token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', client.get("/login/").content.decode())[1]
sent = {"login": "nobody", "password": "nothing", "csrfmiddlewaretoken": token}
answer = client.post("/login/", sent)
taken = "登录名或密码" in answer.content.decode() or "密码不对" in answer.content.decode()
print(taken, answer.wsgi_request.is_secure(), bool(client.cookies["csrftoken"]["secure"]))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sets an empty installation up."""
    folder = tmp_path_factory.mktemp("live")
    _run(folder, ["-m", "yimen.command", "setup"], {})
    return folder


def _run(home: Path, words: list[str], more: dict[str, str]) -> str:
    env = {"PYTHONPATH": str(ROOT / "src"), "YIMEN_HOME": str(home), **more}
    run = subprocess.run([sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize(
    ("secure", "host", "origin", "answer"),
    [
        ("1", "city.example.cn", "https://city.example.cn", "True True True"),
        ("1", "127.0.0.1", "https://city.example.cn", "True True True"),  # a proxy that does not hand on the host
        ("1", "city.example.cn", "https://elsewhere.example", "False True True"),
        ("", "city.example.cn", "http://city.example.cn", "True False False"),  # no proxy: its word is not taken
        ("", "127.0.0.1", "https://city.example.cn", "False False False"),
    ],
)
def test_the_login_form_comes_through_an_https_proxy(
    home: Path, secure: str, host: str, origin: str, answer: str
) -> None:
    more = {
        "DJANGO_SETTINGS_MODULE": "yimen.config.settings.live",
        "YIMEN_HOSTS": "city.example.cn,127.0.0.1",
        "YIMEN_ADDRESS": "https://city.example.cn/",
        "YIMEN_SECURE": secure,
    }
    assert _run(home, ["-c", POST_LOGIN, host, origin], more).strip() == answer


def test_only_what_the_public_gets_may_be_kept_by_a_cache(demo: Demo) -> None:
    for who, path in (("张三演", "/space/"), ("张三演", "/"), ("ll-window", "/desk/"), ("ll-window", "/cockpit/")):
        assert demo.client(who).get(path)["Cache-Control"] == "private, no-store", (who, path)
    assert "Cache-Control" not in Client().get("/")
    assert "Cache-Control" not in Client().get("/items/")


def test_an_explicit_cache_header_is_kept(demo: Demo) -> None:
    window = demo.client("ll-window")
    office = Office(demo, moment("2026-11-20T09:00"))
    number = office.lodge(item="超限运输车辆行驶公路的审核").number
    answer = window.post(f"/desk/cases/{number}/reveal/", {"reason": "核对身份"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


def test_a_form_too_large_or_with_too_many_fields_is_told(demo: Demo) -> None:
    for client in (Client(), demo.client("张三演")):
        large = client.post("/login/", {"login": "a" * 17 * 1024**2})
        assert large.status_code == 413
        assert "太大" in large.content.decode()
        many = client.post("/login/", {f"f{i}": "1" for i in range(6001)})
        assert many.status_code == 400
        assert "项目太多" in many.content.decode()


def test_a_form_cut_off_on_its_way_is_told(demo: Demo) -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", b"nothing", content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "不完整" in answer.content.decode()


def test_the_way_to_the_door_keeps_an_address_with_signs_in_it(demo: Demo) -> None:
    page = Client().get("/items/%26next=%3Cb%3E/").content.decode() + Client().get("/cases/a%26b/").content.decode()
    assert "next=/items/&" not in page
    found = re.findall(r'href="(/login/\?next=[^"]+)"', Client().get("/results/").content.decode())
    assert found
    assert all("%2F" in address or address.endswith("/") for address in found)
