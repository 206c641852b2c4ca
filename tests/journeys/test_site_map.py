"""The map of the site: every public list of powers is on it, and each address answers."""

import re

from django.test import Client

from tests.conftest import Demo


def test_the_map_names_the_public_lists_and_each_answers(demo: Demo) -> None:
    shown = Client().get("/map/").content.decode()
    links = dict(re.findall(r'<a[^>]*href="(/powers/[a-z/]*)"[^>]*>([^<]*)</a>', shown))
    for name in ("制度文件", "监督检查", "改革专题", "动态调整", "执法公示"):
        address = next(url for url, label in links.items() if label == name)
        assert Client().get(address).status_code == 200, name
