"""The settings of the floor: the product's own, with only what signing in needs, and one page."""

from sopflow.settings import *  # noqa: F403

ROOT_URLCONF = "bench.pages.floor_page"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # without which its app refuses to start
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "pages" / "templates"],  # noqa: F405
        "OPTIONS": {"context_processors": []},
    }
]
