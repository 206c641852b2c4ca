"""Places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.places"
    label = "places"
    verbose_name = "区划与日历"
