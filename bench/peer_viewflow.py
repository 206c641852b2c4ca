"""django-viewflow: the same five steps as flow tasks on SQLite (WAL, full sync), one transaction a step."""

import json
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from bench.peers import timed

STEPS = 5
settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow", "bench"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(tempfile.mkdtemp(prefix="viewflow-")) / "db.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
    USE_TZ=True,
    SECRET_KEY="bench",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()


def main(cases: int) -> None:
    from django.db import transaction
    from viewflow.workflow.models import Task

    from bench.viewflow_case import Case

    call_command("migrate", verbosity=0)

    def one_case() -> None:
        with transaction.atomic():
            process = Case.start.run()
        for number in range(1, STEPS + 1):
            node = getattr(Case, f"t{number}")
            task = Task.objects.get(process=process, flow_task=node)
            node.run(task)
        process.refresh_from_db()
        assert process.status == "DONE"

    print(json.dumps({"django-viewflow: cpu ms a case (5 steps, SQLite, no audit)": timed(one_case, cases)}))
