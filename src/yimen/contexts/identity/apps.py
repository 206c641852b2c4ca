"""Identity as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.identity"
    label = "identity"
    verbose_name = "身份与岗位"
