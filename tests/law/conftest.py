"""The shipped limits in the database, once a file."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from yimen.command.setup import LIMITS
from yimen.contexts.journal.api import SYSTEM
from yimen.contexts.limits.api import load_limits
from yimen.sites import _now


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_limits(act=_now.act(SYSTEM), folder=LIMITS)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def shipped(_loaded: None, db: None) -> None:
    """Gives the limits as they ship."""
