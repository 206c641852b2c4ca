"""``yimen setup``: secrets, tables, holidays and festivals, limits of the law, everyday words. Safe to run again."""

import argparse
import json
from pathlib import Path

from yimen.config.env import draw_secrets, read_env, secrets_path

from .frame import Said, django
from .load import COMPLAINT, IN_FORCE, LISTING, REVIEW

HOLIDAYS = Path(__file__).resolve().parents[1] / "data" / "holidays"
OBSERVANCES = HOLIDAYS.parent / "observances.json"
LIMITS = HOLIDAYS.with_name("limits")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = commands.add_parser("setup", help="建立密钥、数据表、法定节假日、法定期限和常用说法；可重复运行")
    command.set_defaults(run=run)


def run(_: argparse.Namespace) -> Said:
    """Prepares an installation: a second run changes nothing that is there."""
    env = read_env()
    if not secrets_path(env).exists():
        draw_secrets(env)
    django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from yimen.contexts.catalogue.api import digest, digested, indexed, refresh_synonyms, reindex
    from yimen.contexts.complaints.api import PROCEDURE as COMPLAINING
    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.limits.api import load_limits
    from yimen.contexts.places.api import load_holidays, load_observances, notices, observances
    from yimen.contexts.powers.api import LIST_PROCEDURE
    from yimen.contexts.procedures.api import newest, publish
    from yimen.contexts.revisions.api import PROCEDURE as REVISION
    from yimen.sites import _now

    act, known = _now.act(SYSTEM), set(notices())
    fresh = [json.loads(path.read_text("utf-8")) for path in sorted(HOLIDAYS.glob("*.json"))]
    loaded = load_holidays(act=act, notices=[notice for notice in fresh if (notice["year"], "") not in known])
    set_ = {(one.observance.region, one.observance.name) for one in observances(region="")}
    rules = json.loads(OBSERVANCES.read_text("utf-8"))  # one that is there may have been changed: it stays
    added = load_observances(act=act, data=[rule for rule in rules if (rule["region"], rule["name"]) not in set_])
    rows = load_limits(act=act, folder=LIMITS)
    refresh_synonyms(act=act)
    there = {one.key for one in newest()}  # one that is there may have been changed: it stays
    for key, path in ((REVISION, REVIEW), (LIST_PROCEDURE, LISTING), (COMPLAINING, COMPLAINT)):
        if key not in there:
            publish(act=act, xml=path.read_bytes(), valid_from=IN_FORCE)
    if not indexed():  # published before the index took its present form
        reindex()
    if not digested():  # published before levels were compared in all that they are compared in now
        digest()
    return Said(
        f"已就绪：数据目录 {env.home}，新载入节假日通知 {loaded} 份、地方节日 {added} 个、法定期限 {rows} 条。",
        {"home": str(env.home), "notices": loaded, "observances": added, "limits": rows},
    )
