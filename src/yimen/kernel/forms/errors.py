"""What a refused form says."""


class FormError(ValueError):
    """A form that cannot be: path says where (such as "sections[0].fields[2].type"), reason why, in Chinese."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}：{self.reason}" if self.path else self.reason
