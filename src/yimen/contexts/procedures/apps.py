"""Procedures as a Django app."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.procedures"
    label = "procedures"
    verbose_name = "流程"
