"""The settings of commands that need neither data nor secrets, such as verifying a proof on any machine."""

SECRET_KEY = "offline: nothing is signed here"  # noqa: S105 - no session, no cookie, no database
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "yimen.contexts.journal",
    "yimen.contexts.places",
    "yimen.contexts.identity",
    "yimen.contexts.limits",
]
AUTH_USER_MODEL = "identity.Account"
DATABASES: dict[str, dict[str, str]] = {}
USE_TZ = True
YIMEN_LOG_SEED = bytes(32)
YIMEN_LOG_ORIGIN = "offline"
