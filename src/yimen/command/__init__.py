"""The operator's interface: ``yimen …``. Errors on stderr; exit 1 = the thing is wrong, 2 = the call is wrong."""

from .frame import main

__all__ = ["main"]
