"""Every test that asks the database stands on its ground; see tests/grounds.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.grounds import Grounds, asked

# How long an input takes to be made says how busy a machine is, and nothing of us.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


@pytest.fixture(scope="session")
def _grounds(
    django_db_setup: None,  # noqa: ARG001 - pytest is to make the databases first
    django_db_blocker: Any,
) -> Iterator[Grounds]:
    with django_db_blocker.unblock():
        grounds = Grounds()
    yield grounds
    with django_db_blocker.unblock():
        grounds.end()


@pytest.fixture
def _laid(request: pytest.FixtureRequest, _grounds: Grounds, django_db_blocker: Any) -> Iterator[None]:
    """Lays the test's ground; after a test that commits, the next one needs it anew."""
    with django_db_blocker.unblock():
        _grounds.stand(asked(request.fixturenames))
    yield
    mark = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction")):
        _grounds.spoil()


@pytest.fixture
def _django_db_helper(_laid: None, _django_db_helper: None) -> None:
    """Begins the test's transaction, as pytest-django does, once its ground lies."""
