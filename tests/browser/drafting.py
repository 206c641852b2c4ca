"""Starts a draft in an installation that is being served, through the api: run as a program in its environment."""

import subprocess
import sys
from uuid import UUID

from tests.serving import ROOT, Site

UNIT = "11430281MB990011XC"  # the highway bureau of the demonstration


def started(site: Site, login: str, xml: bytes) -> UUID:
    """Returns the id of a draft started from a file by an officer who draws procedures."""
    command = [sys.executable, "-m", "tests.browser.drafting", login]
    run = subprocess.run(command, env=site.env, cwd=ROOT, input=xml, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    return UUID(run.stdout.decode().strip())


def _start(login: str, xml: bytes) -> UUID:
    from yimen.command.frame import django

    django()
    from yimen.contexts.identity.api import account_named, reader_of
    from yimen.contexts.procedures.api import start_draft
    from yimen.sites import _now
    from yimen.sites.pieces.edge import today

    account = account_named(login=login)
    assert account, login
    reader = reader_of(account=account, on=today())
    return start_draft(act=_now.act(reader.actor), reader=reader, unit=UNIT, xml=xml).id


if __name__ == "__main__":
    sys.stdout.write(f"{_start(sys.argv[1], sys.stdin.buffer.read())}\n")
