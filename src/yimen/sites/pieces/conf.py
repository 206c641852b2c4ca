"""The settings of the pieces: whether the installation stands behind its own proxy."""

from django.conf import settings


def behind_proxy() -> bool:
    """Tells whether every request comes through the installation's TLS proxy, so that its headers can be believed."""
    return bool(getattr(settings, "YIMEN_SECURE_PROXY", False))
