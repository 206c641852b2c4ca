"""What a refused identifier says."""


class CodeError(ValueError):
    """An identifier that is not well formed, with the reason in Chinese.

    kind: the name of the kind in KINDS, such as "uscc".
    value: the text as read (normalised, at most 64 characters), kept out of str() because it may name a person.
    reason: one Chinese sentence: what is wrong, where, and what to do.
    position: 1-based place in the normalised text, or None where no single place is at fault.
    """

    def __init__(self, *, kind: str, value: str, reason: str, position: int | None = None) -> None:
        super().__init__(reason)
        self.kind = kind
        self.value = value
        self.reason = reason
        self.position = position

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.kind, self.value, self.reason, self.position)


def _again(kind: str, value: str, reason: str, position: int | None) -> CodeError:
    """Returns the error rebuilt in another process."""
    return CodeError(kind=kind, value=value, reason=reason, position=position)
