"""Exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.exchange"
    label = "exchange"
    verbose_name = "目录交换"
