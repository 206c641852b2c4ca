"""The settings of cases: the address under which the public finds this installation, printed on every paper."""

from django.conf import settings


def address() -> str:
    """Returns the portal's address without a slash at its end, such as https://example.gov.cn."""
    return str(settings.YIMEN_ADDRESS).rstrip("/")
