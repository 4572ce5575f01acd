"""All addresses."""

from django.urls import include, path

from sopflow.monitoring import metrics, readyz
from sopflow.views import healthz, robots

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("organizations.accounts.urls")),
    path("", include("documents.urls")),
    path("", include("sops.urls")),
    path("", include("workflows.urls")),
]
handler429 = "organizations.accounts.views.too_many"  # allauth's name for it
