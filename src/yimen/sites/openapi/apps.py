"""The open interface as a Django app, so that its page is found."""

from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.openapi"
    label = "openapi"
    verbose_name = "开放接口"
