"""Reads what officers say in one line."""

from .errors import PowerRefused

MOST = 400


def said(text: str, name: str, field: str, most: int = MOST) -> str:
    """Returns a reason as one line; raises PowerRefused where it is missing or too long."""
    line = " ".join(text.split())
    if not line or not line.isprintable() or len(line) > most:
        raise PowerRefused(f"“{name}”应写明，不超过 {most} 字。请补充。", field)
    return line
