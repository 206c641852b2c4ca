"""The catalogue as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.catalogue"
    label = "catalogue"
    verbose_name = "事项目录"
