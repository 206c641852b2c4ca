"""How a post is called in the trail and on pages: unit and title, the place once."""

import pytest

from yimen.contexts.identity.api import Post


@pytest.mark.parametrize(
    ("unit", "title", "called"),
    [
        ("醴陵市监察局", "醴陵市政务服务分管领导", "醴陵市政务服务分管领导"),
        ("桂林市七星区监察局", "七星区政务服务分管领导", "七星区政务服务分管领导"),
        ("醴陵市监察局", "醴陵市监察局电子监察岗", "醴陵市监察局电子监察岗"),
        ("醴陵市公路局", "审核岗", "醴陵市公路局审核岗"),
        ("醴陵市公路局", "市场监管股审核岗", "醴陵市公路局市场监管股审核岗"),
        ("醴陵市政务服务中心", "政务服务窗口岗", "醴陵市政务服务中心政务服务窗口岗"),
        ("株洲市城市管理和综合执法局", "城市管理股审核岗", "株洲市城市管理和综合执法局城市管理股审核岗"),
        ("醴陵市乡镇企业局", "乡镇企业股审核岗", "醴陵市乡镇企业局乡镇企业股审核岗"),
        ("晋城市城区自然资源局", "城区管理岗", "晋城市城区自然资源局城区管理岗"),
        ("沛县公路局", "沛县公路审核岗", "沛县公路审核岗"),
    ],
)
def test_a_title_that_names_its_place_stands_alone(unit: str, title: str, called: str) -> None:
    assert Post(unit="", unit_name=unit, region="", role="", title=title).label == called
