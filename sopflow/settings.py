"""Settings of SOPFlow: one file, driven by the environment, that fails loudly.

Every name can also be read from a file (`SECRET_KEY_FILE=/run/secrets/key`). `make setup` writes an ignored `.env`
for trying out; the process environment wins over it. See docs/settings.md.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import FileAwareEnv

from sopflow.logs import logging_settings
from sopflow.single_sign_on import single_sign_on
from sopflow.storage_url import storage_of

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}

env = FileAwareEnv(strip_whitespace=True)
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
DEBUG: bool = env.bool("DEBUG", False)
DEMO: bool = env.bool("DEMO", False)
IS_PRODUCTION = not DEBUG and not DEMO


def required(name: str, meaning: str) -> str:
    """The value of a setting that production must have; raises ImproperlyConfigured with what to do."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} belum diisi ({meaning}). Isi di lingkungan proses, atau jalankan `make setup` untuk mencoba."
        )
    return value


SECRET_KEY = required("SECRET_KEY", "kunci rahasia acak, sedikitnya 50 karakter")
# Earlier keys, while one is replaced: they still open sealed NIKs and passwords, and sessions.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
if IS_PRODUCTION:
    hosts = required("ALLOWED_HOSTS", "nama host yang dilayani, dipisah koma")
    ALLOWED_HOSTS: list[str] = [host.strip() for host in hosts.split(",") if host.strip()]
    SITE_URL: str = required("SITE_URL", "alamat lengkap situs, misalnya https://sop.contoh.go.id").rstrip(
        "/"
    )
else:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    # Commands print addresses too (QR): they mean the port at which this installation was last run.
    LAST_PORT = DATA_DIR / "port"
    port = env.int("PORT", int(LAST_PORT.read_text()) if LAST_PORT.exists() else 8000)
    SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{port}").rstrip("/")

# Trying out and developing happen on one's own machine. A server that others reach is production, and says so.
if not IS_PRODUCTION:
    public = [
        host for host in (*ALLOWED_HOSTS, urlsplit(SITE_URL).hostname or "") if host.strip() not in LOOPBACK
    ]
    if public:
        raise ImproperlyConfigured(
            f"DEBUG dan DEMO hanya untuk komputer sendiri, tetapi ALLOWED_HOSTS/SITE_URL menyebut {', '.join(public)}. "
            "Matikan DEBUG dan DEMO untuk melayani orang lain."
        )

IS_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "workflows",
    "sops",
    "documents",
    "organizations",
    "activity",
    "sopflow",
    "django_fsm",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Sign-in: never "allauth" itself, which would bring templates and pages that we do not show (decision 0031).
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sopflow.middleware.DemoStaysLocal",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sopflow.middleware.CompressedPages",
    "sopflow.language.ChosenLanguage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sopflow.middleware.AskedOnce",
    "organizations.accounts.middleware.SessionInUse",
    "organizations.accounts.middleware.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sopflow.middleware.ContentSecurityPolicy",
    "sopflow.middleware.WrongMethod",
    "sopflow.middleware.ExpectedErrors",
]

ROOT_URLCONF = "sopflow.urls"
WSGI_APPLICATION = "sopflow.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sopflow.context.site",
            ],
        },
    },
]

# The embedded database is for trying out and small offices; production and the tests use PostgreSQL.
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{DATA_DIR / 'sopflow.sqlite3'}",
        conn_max_age=env.int("CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE: without it a transaction that reads and then writes fails at once when another one writes.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env.str("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "UTC"
# A worker that was killed gives its tasks back after this long; the tasks are short and may run twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 120, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines go the way of all others, which hold nothing personal

# Where the limits on guessing are counted, by all processes together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Counted tries must not be pushed out by those of made-up names.
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sopflow_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
CACHES["default"]["KEY_PREFIX"] = "sopflow"

email = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_BACKEND = email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = email["EMAIL_HOST"], email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = email["EMAIL_HOST_USER"], email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]

EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = (
    email.get("DEFAULT_FROM_EMAIL") or f"sopflow@{urlsplit(SITE_URL).hostname or 'localhost'}"
)

# Stored papers are reached only through a view that asks who may see them: folder or bucket are served by nobody.
STORAGE_URL: str = env.str("STORAGE_URL", f"file://{DATA_DIR / 'files'}")
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The manifest is made by collectstatic; tests and DEBUG read the files where they stand.
HASHED_STATIC_FILES = env.bool("HASHED_STATIC_FILES", not DEBUG)
STORAGES = {
    "default": storage_of(STORAGE_URL, env.str("STORAGE_KEY", ""), env.str("STORAGE_SECRET", "")),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC_FILES
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Across every page of every paper made here: what `dry_run` makes is no paper.
PAPER_STAMP: str = env.str("PAPER_STAMP", "")
# PEM files of authorities that signatures may come from, beside those of the offices: BSrE's, for papers from outside.
TRUSTED_CERTIFICATES: list[str] = env.list("TRUSTED_CERTIFICATES", [])
# Who shows it may read /metrics; without one there is no such page.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", "")
# The eSign Client Service of BSrE: seconds to reach it and to wait for its answer; own authorities, where it has such.
BSRE_CONNECT_TIMEOUT: float = env.float("BSRE_CONNECT_TIMEOUT", 5.0)
BSRE_READ_TIMEOUT: float = env.float("BSRE_READ_TIMEOUT", 60.0)
BSRE_CA_FILE: str = env.str("BSRE_CA_FILE", "")
# One Perjanjian Kinerja of 300 indicators and 1,000 programs is one form of 9,400 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["organizations.backends.NipBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60

ACCOUNT_ADAPTER = "sopflow.sign_in.HouseAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # of pages that do not exist here
ACCOUNT_EMAIL_VERIFICATION = "none"
# Of one account and of one address of the network; offices often have one address for everybody.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/5m/ip,5/5m/key,20/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/5m/ip,3/h/key",
    "reset_password_from_key": "20/5m/ip",
    "calendar_feed": "120/m/ip",
}
MFA_ADAPTER = "organizations.accounts.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "SOPFlow"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "organizations.accounts.oidc.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": single_sign_on(env, IS_PRODUCTION)}}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
# How many proxies of our own stand before the server: the last so many entries of X-Forwarded-For are true.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("PROXY_COUNT", 1 if env.bool("BEHIND_PROXY", False) else 0)

SESSION_COOKIE_AGE = 12 * 60 * 60  # one working day
SESSION_COOKIE_HTTPONLY = True
# Lax: the way back from single sign-on, and links in mails, come from another site.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sopflow_session", "sopflow_csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "sopflow.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_PRODUCTION and IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_PRODUCTION and IS_HTTPS else 0
# W005, W021: whether the office's whole domain and the preload list are bound to HTTPS is the office's own choice.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_AGE = "sopflow_language", 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = IS_HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # pages show every time in the zone of the office it belongs to
USE_THOUSAND_SEPARATOR = False

DEFAULT_EXCEPTION_REPORTER_FILTER = "sopflow.discretion.Discreet"
LOGGING = logging_settings("WARNING" if "pytest" in sys.modules else "INFO")
