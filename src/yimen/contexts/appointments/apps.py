"""Appointments as a Django app."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """Names the app."""

    name = "yimen.contexts.appointments"
    label = "appointments"
    verbose_name = "预约"
