"""The journal as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.journal"
    label = "journal"
    verbose_name = "留痕"
