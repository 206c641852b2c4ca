"""Runs the command line as ``python -m yimen.command``."""

import sys

from .frame import main

sys.exit(main())
