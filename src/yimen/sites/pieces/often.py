"""How often an address may ask: counted by each process for itself."""

from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from .who import address


class ByAddress(SimpleRateThrottle):
    """Lets each address ask something so many times a minute; ``what``: the name under which that is counted."""

    def __init__(self, rate: str, what: str) -> None:
        super().__init__(rate)
        self._what = what
        self.cache = caches["often"]  # of its own: what else is kept does not push the counts out

    def get_cache_key(self, request: HttpRequest) -> str:
        """Returns the key under which an address is counted."""
        return f"{self._what}/{address(request)}"
