"""The exchange desk as a Django app, so that its pages are found."""

from django.apps import AppConfig


class ExchangeSiteConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.exchange"
    label = "exchange_site"
    verbose_name = "目录交换"
