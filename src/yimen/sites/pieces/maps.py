"""Leads from an address to the map that the installation names; where it names none, there is no dead link."""

from urllib.parse import quote

from . import conf

_POINT = ("{lon}", "{lat}")


def map_link(name: str, point: str = "") -> str:
    """Returns the address of a map that shows a place, "" where none is named or it needs a point that is not known.

    ``name``: the place in words; ``point``: latitude and longitude in degrees (WGS-84), as items say it, "" unknown.
    """
    template = conf.map_template()
    if not name or (not point and any(each in template for each in _POINT)):
        return ""
    latitude, _, longitude = point.partition(",")
    values = {"{lon}": longitude, "{lat}": latitude, "{name}": quote(name, safe="")}
    for each, value in values.items():
        template = template.replace(each, value)
    return template
