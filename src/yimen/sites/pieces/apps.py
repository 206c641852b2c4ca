"""The pieces as a Django app, so that their templates are found."""

from django.apps import AppConfig


class PiecesConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.pieces"
    label = "pieces"
    verbose_name = "页面部件"
