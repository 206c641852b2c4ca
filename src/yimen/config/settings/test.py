"""The settings of the tests: fixed secrets, unknown template variables fail, PostgreSQL where the runner says so."""

import atexit
import shutil
import tempfile
from pathlib import Path

from yimen.config.env import read_env

from .apps import *  # noqa: F403
from .database import database
from .hands import *  # noqa: F403
from .language import *  # noqa: F403
from .pages import *  # noqa: F403
from .pages import TEMPLATES
from .security import *  # noqa: F403

_env = read_env()
HOME = Path(tempfile.mkdtemp(prefix="yimen-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
SECRET_KEY = "test-only-" + "x" * 40
YIMEN_FIELD_KEY = bytes(range(32))
YIMEN_LOG_SEED = bytes(range(32))
YIMEN_LOG_ORIGIN = "yimen.test/trail"
YIMEN_ADDRESS = "http://yimen.test"
YIMEN_MAP = ""
YIMEN_FILES = HOME / "files"
YIMEN_SECURE_PROXY = False
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(_env)}
if not _env.database_url:
    DATABASES["default"]["NAME"] = str(HOME / "unused.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # what a test writes need not last
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True


class _Unknown(str):
    """Fails the page that prints a variable nobody passed."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s" or str.__contains__(self, str(item))

    def __mod__(self, missing: object) -> str:
        raise AssertionError(f"template variable {missing!s} is unknown")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Unknown("%s")  # type: ignore[index]
