"""The site of the catalogue as a Django app, so that its templates are found."""

from django.apps import AppConfig


class CatalogueSiteConfig(AppConfig):
    """Names the app."""

    name = "yimen.sites.catalogue"
    label = "catalogue_site"
    verbose_name = "事项目录"
