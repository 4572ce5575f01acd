"""Addresses of running SOPs. One POST address per verb; GET never changes anything but the two named looks."""

from django.urls import include, path

from workflows.views import cases, head, papers, tasks

assignment_urls = [
    path("", tasks.act, name="act"),
    path("complete/", tasks.complete, name="complete"),
]

case_urls = [
    path("", cases.case, name="case"),
    path("suspend/", cases.suspend, name="case-suspend"),
    path("resume/", cases.resume, name="case-resume"),
    path("cancel/", cases.cancel, name="case-cancel"),
    path("subjects/", cases.subjects, name="case-add-subjects"),
]

urlpatterns = [
    path("", tasks.home, name="home"),
    path("inbox/", tasks.inbox, name="inbox"),
    path("head/", head.head, name="head"),
    path("assignments/<int:pk>/", include(assignment_urls)),
    path("cases/", cases.case_list, name="case-list"),
    path("cases/<int:pk>/", include(case_urls)),
    path("revisions/<int:pk>/start/", cases.start, name="case-start"),
    path("papers/<int:pk>/", papers.download, name="download"),
]
