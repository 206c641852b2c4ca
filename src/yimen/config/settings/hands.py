"""How far officers may hand steps about, and how often one may urge: demonstration values, for the place to set."""

YIMEN_DELEGATION_DAYS = 30  # demo: the longest delegation, in calendar days; no law gives a length
YIMEN_URGE_DAYS = 1  # demo: an applicant may urge a step again after so many days
YIMEN_STALE_DAYS = 730  # demo: an item that nobody renewed for so many days is to be looked at again
YIMEN_PUBLISH_BY = {  # by when the catalogue of a level (1 nation … 6 village) is to be public in full
    "3": "2018-12-31",  # 阿拉善盟: 2018年底前集中公开发布
    "4": "2026-12-31",
    "5": "2026-12-31",
}
YIMEN_PUBLISH_BY_DEMO = ("4", "5")  # levels whose day no source gives: shown as such
