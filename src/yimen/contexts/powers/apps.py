"""Powers as a Django app."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.powers"
    label = "powers"
    verbose_name = "权责清单和裁量基准"
