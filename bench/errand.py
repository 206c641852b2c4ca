"""The errand that is measured: an outside system lodges a case, takes it three steps on, and reads it."""

import base64
import http.client
import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ROOT = Path(__file__).resolve().parents[1]
ITEM = "涉农补贴"
SYSTEM = "bench"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ROLES = ("window", "examiner", "reviewer", "decider", "issuer")
Call = Callable[[str, str, dict[str, str], str | None], tuple[int, bytes]]


def item() -> dict[str, Any]:
    """Returns the demo item that is applied for."""
    items = json.loads((ROOT / "demo" / "items.json").read_text("utf-8"))
    return next(found for found in items if ITEM in found["name"])


def body() -> dict[str, Any]:
    """Returns an application for it, as tests/filled.py fills any demo item."""
    from tests.filled import answers, materials

    wanted = item()
    pdf = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()
    return {
        "item": wanted["code"],
        "applicant": {"name": "张三", "identifier": "110101199003074514", "phone": "13800000000"},
        "answers": answers(wanted),
        "materials": [{"code": code, "name": "材料.pdf", "content": pdf} for code in materials(wanted)],
    }


def people(folder: Path) -> Path:
    """Writes the file of the one system that measures; it holds every role in the item's units."""
    wanted = item()
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    posts = [
        {"unit": unit, "role": role, "title": "测量"} for unit in {wanted["unit"], wanted["centre"]} for role in ROLES
    ]
    path = folder / "people.json"
    clients = [{"login": SYSTEM, "name": "测量系统", "public_key": public, "posts": posts}]
    path.write_text(json.dumps({"clients": clients}, ensure_ascii=False), "utf-8")
    return path


def token() -> str:
    """Returns a token for the next ten minutes."""
    now = int(time.time())
    return jwt.encode({"iss": SYSTEM, "aud": "yimen", "iat": now, "exp": now + 600}, KEY, algorithm="EdDSA")


def over_http(host: str, waits: list[float]) -> Call:
    """Returns how to call a server over one kept connection, noting the seconds that each call took."""
    connection = http.client.HTTPConnection(host, timeout=60)

    def call(method: str, path: str, headers: dict[str, str], content: str | None) -> tuple[int, bytes]:
        start = time.perf_counter()
        connection.request(method, path, content, {**headers, "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        waits.append(time.perf_counter() - start)
        return answer.status, text

    return call


class Errand:
    """Five calls: lodge, accept, two more steps, read."""

    def __init__(self, call: Call, wanted: dict[str, Any]) -> None:
        self._call, self._body, self._token = call, wanted, token()
        self._forward: dict[str, str] = {}

    def _ask(self, method: str, path: str, content: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": uuid.uuid4().hex}
        text = json.dumps(content) if content is not None else None
        status, answer = self._call(method, f"/api/v1/{path}", headers, text)
        assert status == 200, (path, status, answer.decode())
        return json.loads(answer)

    def run(self) -> None:
        """Does the errand once. The first time it also learns which outcome leads on from each step."""
        receipt = self._ask("POST", "cases", self._body)
        step = receipt["open"][0]
        for _ in range(3):
            outcome = self._forward.get(step["name"]) or self._learn(step)
            done = self._ask("POST", f"tasks/{step['id']}/completion", {"outcome": outcome, "opinion": "同意"})
            step = done["open"][0]
        self._ask("GET", f"cases/{receipt['number']}")

    def _learn(self, step: dict[str, str]) -> str:
        task = next(found for found in self._ask("GET", "tasks") if found["id"] == step["id"])
        self._forward[step["name"]] = task["outcomes"][0]["code"]
        return self._forward[step["name"]]
