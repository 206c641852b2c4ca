"""The room of procedures as a Django app, so that its templates are found."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.processes"
    label = "processes"
    verbose_name = "流程管理"
