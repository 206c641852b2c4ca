"""The flow that django-viewflow runs in the comparison; imported once Django is set up."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


def go(activation):
    return activation.process


class Case(flow.Flow):
    process_class = Process
    start = flow.StartHandle(go).Next(this.t1)
    t1 = flow.Handle(go).Next(this.t2)
    t2 = flow.Handle(go).Next(this.t3)
    t3 = flow.Handle(go).Next(this.t4)
    t4 = flow.Handle(go).Next(this.t5)
    t5 = flow.Handle(go).Next(this.end)
    end = flow.End()
