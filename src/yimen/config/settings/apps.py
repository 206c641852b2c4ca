"""Which rooms and sites stand."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "yimen.contexts.journal",
    "yimen.contexts.places",
    "yimen.contexts.identity",
    "yimen.contexts.documents",
    "yimen.contexts.notices",
    "yimen.contexts.limits",
    "yimen.contexts.appointments",
    "yimen.contexts.procedures",
    "yimen.contexts.catalogue",
    "yimen.contexts.exchange",
    "yimen.contexts.matters",
    "yimen.contexts.cases",
    "yimen.contexts.revisions",
    "yimen.contexts.powers",
    "yimen.contexts.complaints",
    "yimen.contexts.supervision",
    "yimen.sites.pieces",
    "yimen.sites.portal",
    "yimen.sites.space",
    "yimen.sites.desk",
    "yimen.sites.cockpit",
    "yimen.sites.rules",
    "yimen.sites.processes",
    "yimen.sites.catalogue",
    "yimen.sites.exchange",
    "yimen.sites.powers",
    "yimen.sites.complaints",
    "yimen.sites.openapi",
]
AUTH_USER_MODEL = "identity.Account"
ROOT_URLCONF = "yimen.config.urls"
WSGI_APPLICATION = "yimen.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
