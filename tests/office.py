"""Acts on the demonstration through the rooms' apis, at a chosen moment: what journeys need beside the pages."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tests import filled
from tests.conftest import Demo
from tests.picking import picked, stated
from yimen.contexts.cases.api import Application, Receipt, Upload, lodge
from yimen.contexts.identity.api import Reader, SignedIn, reader_of, sign_in
from yimen.contexts.journal.api import SYSTEM, Act, advance, seal
from yimen.contexts.matters.api import Completion, Matter, Task, Ticked, complete_task, tick, worklist
from yimen.kernel.clock import CHINA, local_date
from yimen.sites import _now

PDF = b"%PDF-1.4\n%%EOF\n"
ITEM = "出生证明"


def moment(text: str) -> datetime:
    """Returns a moment in China's time from its ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@dataclass(frozen=True)
class Office:
    """The demonstration at a moment."""

    demo: Demo
    now: datetime

    def at(self, text: str) -> "Office":
        """Returns the same at another moment."""
        return replace(self, now=moment(text))

    def reader(self, who: str) -> Reader:
        """Returns an officer (staff name) or citizen (name) of the demonstration."""
        person = self.demo.people[who]
        login = person.get("login") or person["phone"]
        found: SignedIn = sign_in(act=_now.act(SYSTEM), login=login, password=person["password"], address="office")
        return reader_of(account=found.account, on=local_date(self.now))

    def act(self, reader: Reader | None = None) -> Act:
        """Returns an act of a reader, or of the system, at this moment."""
        return replace(_now.act(reader.actor if reader else SYSTEM), now=self.now)

    def application(self, item: str = ITEM, **more: Any) -> Application:
        """Returns an application whose form is filled rightly."""
        wanted = self.demo.items[item]
        uploads = tuple(Upload(code, f"{code}.pdf", PDF) for code in filled.materials(wanted))
        given = {"id": uuid.uuid4(), "item": wanted["code"], "answers": filled.answers(wanted), "uploads": uploads}
        return Application(**{**given, **more})

    def lodge(self, who: str = "张三演", item: str = ITEM, **more: Any) -> Receipt:
        """Lodges an application of a citizen."""
        reader = self.reader(who)
        return lodge(act=self.act(reader), reader=reader, application=self.application(item, **more))

    def task(self, reader: Reader, matter: UUID) -> Task:
        """Returns the open step of a matter that a reader may do."""
        return next(work.task for work in worklist(reader=reader) if work.matter.id == matter)

    def does(self, who: str, matter: UUID, outcome: str, opinion: str = "", **form: Any) -> Matter:
        """Does a step."""
        reader = self.reader(who)
        work = next(work for work in worklist(reader=reader) if work.matter.id == matter)
        owed = stated(work.matter, work.task.node, local_date(self.now))
        form = {**picked(reader, work.matter, outcome), **owed, **form}
        completion = Completion(work.task.id, outcome, opinion, form)
        return complete_task(act=self.act(reader), reader=reader, completion=completion)

    def passes(self) -> Ticked:
        """Lets everything happen that is due by this moment, and whatever follows from it; returns what time did."""
        done = tick(act=self.act())
        self.follow()
        return done

    def follow(self) -> None:
        """Lets the worker catch up."""
        while seal(act=self.act()) + advance(act=self.act()):
            pass
