"""The settings of the pieces: whether the installation stands behind its own proxy, its address, and its map."""

from django.conf import settings


def behind_proxy() -> bool:
    """Tells whether every request comes through the installation's TLS proxy, so that its headers can be believed."""
    return bool(getattr(settings, "YIMEN_SECURE_PROXY", False))


def address() -> str:
    """Returns the installation's own address, without a slash at its end: what is printed must be found again."""
    return str(settings.YIMEN_ADDRESS).rstrip("/")


def map_template() -> str:
    """Returns the address of the map, with {lon}, {lat} and {name} to fill in; "" where the installation has none."""
    return str(settings.YIMEN_MAP)
