"""A real installation on each database, and a browser before it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.postgres import running
from tests.serving import Site, serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Serves an installation on each database."""
    with ExitStack() as stack:
        database = stack.enter_context(running("fsync=off")) if request.param == "postgres" else ""
        yield stack.enter_context(serving(database))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Starts Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield found
        found.close()
