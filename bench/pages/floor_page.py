"""The floor: the least that a page of Django's can be that shows somebody signed in what waits for them.

Session and user, one query, one template.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from workflows.models import Assignment

ROWS = 25


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """The first tasks of the posts that one holds."""
    tasks = Assignment.objects.filter(status="terbuka", post__appointments__user=request.user.pk)
    tasks = tasks.select_related("run__step", "run__case").order_by("due_at", "id")
    return render(request, "floor.html", {"tasks": tasks[:ROWS]})


urlpatterns = [path("", waiting), path("login/", waiting, name="login")]
