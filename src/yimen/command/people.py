"""Loads people: officers with their posts, demo citizens, outside systems."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.contexts.identity.api import (
    Applicant,
    account_of,
    add_client,
    add_mandate,
    add_officer,
    appoint,
    register_person,
)
from yimen.contexts.journal.api import Act

from .frame import Said


def load(act: Act, data: Mapping[str, Any], valid_from: date) -> Said:
    """Loads ``{"officers": […], "citizens": […], "clients": […]}``; who is there already stays as he is."""
    for officer in data.get("officers", ()):
        account = add_officer(act=act, login=officer["login"], name=officer["name"], password=officer["password"])
        _appoint(act, account, officer["posts"], valid_from)
    for citizen in data.get("citizens", ()):
        _citizen(act, citizen, valid_from)
    for client in data.get("clients", ()):
        account = add_client(act=act, login=client["login"], name=client["name"], public_key=client["public_key"])
        _appoint(act, account, client["posts"], valid_from)
    counts = {kind: len(data.get(kind, ())) for kind in ("officers", "citizens", "clients")}
    text = (
        f"已载入工作人员 {counts['officers']} 名、演示用户 {counts['citizens']} 名、对接系统 {counts['clients']} 个。"
    )
    return Said(text, counts)


def _appoint(act: Act, account: Any, posts: list[dict[str, str]], valid_from: date) -> None:
    for post in posts:
        appoint(
            act=act,
            account=account,
            unit=post["unit"],
            role=post["role"],
            title=post["title"],
            valid_from=valid_from,
        )


def _citizen(act: Act, citizen: Mapping[str, Any], valid_from: date) -> None:
    if account_of(citizen_id=citizen["citizen_id"]) is not None:
        return
    names = ("name", "citizen_id", "phone", "password")
    account = register_person(act=act, applicant=Applicant(**{name: citizen[name] for name in names}), verified=True)
    for mandate in citizen.get("mandates", ()):
        add_mandate(
            act=act,
            account=account,
            uscc=mandate["uscc"],
            name=mandate["name"],
            role=mandate["role"],
            valid_from=valid_from,
            confirmed=True,
        )
