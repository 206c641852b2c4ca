"""Runs the benchmarks and writes the figures to bench/figures.json."""

import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from tqdm import tqdm

PARTS = ("clock", "procedure", "trail", "peers", "case", "complete", "redating", "tick", "finding", "exchange")


def main() -> int:
    """Runs all parts, or those named, one after the other, and prints a table."""
    chosen = [part for part in PARTS if part in sys.argv[1:] or len(sys.argv) == 1]
    place = Path(__file__).with_name("figures.json")
    figures = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.system()}
    for part in tqdm(chosen, desc="测量", unit="项"):
        figures[part] = {"machine": machine, **import_module(f"bench.{part}").measure()}
        place.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for part in chosen:
        print(f"\n{part}")
        for name, value in figures[part].items():
            print(f"  {name:<58} {value:>12.5g}" if isinstance(value, int | float) else f"  {name}: {value}")
    return 0


sys.exit(main())
