"""The living style sheet: every piece with sample data, so that a change can be looked at and checked.

``python front/sheet.py OUT`` writes a page of ``OUT`` for each of ``front/sheets`` and each page of failure, from
``front/sheet.json``. Serve OUT beside ``/static/``.
"""

import json
import sys
from pathlib import Path

import django
from django.conf import settings  # noqa: TID251  it stands alone: these are its own settings, not the application's
from django.template import engines

HERE = Path(__file__).resolve().parent
PIECES = HERE.parent / "src" / "yimen" / "sites" / "pieces" / "templates"
MISSING = "〔缺变量 %s〕"  # seen on the page, and the test looks for it
FAILURES = ("400", "403", "403_csrf", "404", "500")


def write(out: Path) -> None:
    """Renders every sheet into the folder ``out``, which it makes."""
    settings.configure(
        STATIC_URL="/static/",
        USE_I18N=False,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [PIECES, HERE / "sheets"],
                "OPTIONS": {"string_if_invalid": MISSING},
            }
        ],
    )
    django.setup()
    data = json.loads((HERE / "sheet.json").read_text(encoding="utf-8")) | {"csrf_token": "sample"}
    pages = {sheet.stem: data for sheet in sorted((HERE / "sheets").glob("*.html"))} | {name: {} for name in FAILURES}
    out.mkdir(parents=True, exist_ok=True)
    for name, context in pages.items():
        text = engines["django"].get_template(f"{name}.html").render(context)
        (out / f"{name}.html").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
