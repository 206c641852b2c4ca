"""How far officers may hand steps about, and how often one may urge: demonstration values, for the place to set."""

YIMEN_DELEGATION_DAYS = 30  # demo: the longest delegation, in calendar days; no law gives a length
YIMEN_URGE_DAYS = 1  # demo: an applicant may urge a step again after so many days
YIMEN_STALE_DAYS = 730  # demo: an item that nobody renewed for so many days is to be looked at again
