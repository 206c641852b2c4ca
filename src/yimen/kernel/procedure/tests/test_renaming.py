"""Another id and name for a file's process: the rest stays as it was, and a file is gone through once."""

import re
from typing import Any

import pytest

from yimen.kernel.procedure import renamed, stated

pytestmark = pytest.mark.pure

HEAD = '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL">'


def pools(many: int) -> bytes:
    """A file of one process with pools that lead to it, and one that leads elsewhere among them."""
    mine = '<b:participant name="窗口 > 甲" processRef="p"/>\n' * many
    other = '<b:participant processRef="q"/>'
    tail = '<b:process id="p"><!-- processRef="p" --></b:process></b:definitions>'
    return f"{HEAD}<b:collaboration>{mine}{other}{mine}</b:collaboration>{tail}".encode()


def written(many: int) -> bytes:
    """The same with another id and name, written and not renamed."""
    text = pools(many).decode()
    text = re.sub(r'processRef="p"/>', 'processRef="k"/>', text)
    return text.replace('<b:process id="p">', '<b:process name="别的" id="k">').encode()


class Watched(bytes):
    """A file that counts the bytes copied out of it and out of what is made of it."""

    copied = 0

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        if isinstance(found, bytes):
            Watched.copied += len(found)
            return Watched(found)
        return found

    def __add__(self, other: Any) -> "Watched":
        return Watched(super().__add__(other))


def test_a_file_with_many_pools_is_renamed_as_a_short_one() -> None:
    for many in (1, 7_500):
        assert renamed(pools(many), "k", "别的") == written(many)
        assert stated(pools(many)) == ("p", "")


def test_no_part_of_a_file_is_copied_again_for_each_pool() -> None:
    file = Watched(pools(300))
    Watched.copied = 0
    assert renamed(file, "k", "别的") == written(300)
    assert Watched.copied < 3 * len(file)


def test_what_cannot_be_renamed_stays_as_it_was() -> None:
    plain = pools(2)
    for file in (plain[:-3], plain.replace(b"</b:definitions>", b'<b:process id="r"/></b:definitions>')):
        assert renamed(file, "k", "别的") == file
        assert stated(file) is None
