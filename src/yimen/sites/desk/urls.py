"""The addresses of the desk, under /desk/."""

from django.urls import path

from . import (
    appointments,
    cases,
    findings,
    handled,
    hands,
    inspections,
    intake,
    tasks,
    timing,
    underway,
    verifying,
    worklist,
)

urlpatterns = [
    path("", worklist.home),
    path("tasks/<uuid:task>/", tasks.task),
    path("tasks/<uuid:task>/special/", timing.begin),
    path("tasks/<uuid:task>/special/<uuid:special>/", timing.finish),
    path("tasks/<uuid:task>/extend/", timing.lengthen),
    path("tasks/<uuid:task>/correct/", timing.correct),
    path("tasks/<uuid:task>/hands/<str:verb>/", hands.step),
    path("cases/", underway.underway),
    path("cases/<str:number>/", cases.case),
    path("cases/<str:number>/reveal/", cases.reveal),
    path("cases/<str:number>/matter/<str:verb>/", hands.whole),
    path("cases/<str:number>/materials/<uuid:document>/", cases.material),
    path("cases/<str:number>/papers/<uuid:paper>.pdf", cases.paper),
    path("cases/<str:number>/inspection/", inspections.inspection),
    path("handled/", handled.handled),
    path("intake/", intake.choose),
    path("intake/<str:code>/", intake.fill),
    path("intake/<str:code>/files/<uuid:document>", intake.upload),
    path("appointments/", appointments.appointments),
    path("verify/", verifying.verify),
    path("findings/", findings.findings),
    path("findings/<uuid:finding>/", findings.reply),
]
