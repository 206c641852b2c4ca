"""Documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.documents"
    label = "documents"
    verbose_name = "材料与文书"
