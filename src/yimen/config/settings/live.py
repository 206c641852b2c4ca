"""The settings of a running installation, one file a topic; read from the environment and its secrets."""

from yimen.config.env import read_env, read_secrets

from .apps import *  # noqa: F403
from .database import database
from .hands import *  # noqa: F403
from .language import *  # noqa: F403
from .pages import *  # noqa: F403
from .security import *  # noqa: F403

_env = read_env()
_secrets = read_secrets(_env)

HOME = _env.home
SECRET_KEY = _secrets.web
YIMEN_FIELD_KEY = _secrets.field
YIMEN_LOG_SEED = _secrets.log
YIMEN_LOG_ORIGIN = _env.origin
YIMEN_ADDRESS = _env.address
YIMEN_MAP = _env.map
YIMEN_FILES = _env.home / "files"
DEBUG = _env.debug
ALLOWED_HOSTS = list(_env.hosts)
DATABASES = {"default": database(_env)}
# Behind a proxy that ends TLS: its word on the scheme and on the reader's address is taken only then.
YIMEN_SECURE_PROXY = _env.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.secure else None
CSRF_TRUSTED_ORIGINS = [_env.address.rstrip("/")] if _env.secure else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _env.secure
SECURE_HSTS_SECONDS = 31_536_000 if _env.secure else 0
