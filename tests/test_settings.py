"""The settings fail loudly: what production must have, and where trying out must stay."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from sopflow.logs import NotATypingError

ASK = "from django.conf import settings as s; print('nilai', repr(eval({!r})))"


def started(folder: Path, asking: str = "s.IS_PRODUCTION", **chosen: str) -> subprocess.CompletedProcess[str]:
    """A Python that reads production's settings, but for those chosen."""
    usual = {
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "sop.contoh.go.id",
        "SITE_URL": "https://sop.contoh.go.id",
        "DEBUG": "0",
        "DEMO": "0",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'uji.sqlite3'}",
        "REDIS_URL": "",
        "EMAIL_URL": "console:",
        "STORAGE_URL": f"file://{folder / 'files'}",
        "DJANGO_SETTINGS_MODULE": "sopflow.settings",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-c", ASK.format(asking)]
    env = {name: value for name, value in (usual | chosen).items() if value != "(tidak ada)"}
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )


def test_production_starts_with_what_it_must_have(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert (done.returncode, done.stdout) == (0, "nilai True\n"), done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_refuses_to_start_without(name: str, tmp_path: Path) -> None:
    done = started(tmp_path, **{name: ""})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} belum diisi" in done.stderr


@pytest.mark.parametrize("mode", ["DEBUG", "DEMO"])
@pytest.mark.parametrize(
    ("hosts", "site"),
    [
        ("sop.contoh.go.id", "http://localhost"),
        ("localhost,10.0.0.5", "http://localhost"),
        ("localhost", "https://sop.contoh.go.id"),
        ("*", "http://localhost"),
        (".contoh.go.id", "http://localhost"),
    ],
)
def test_debug_and_demo_refuse_a_public_host(mode: str, hosts: str, site: str, tmp_path: Path) -> None:
    done = started(tmp_path, **{mode: "1", "ALLOWED_HOSTS": hosts, "SITE_URL": site})
    assert done.returncode != 0
    assert "DEBUG dan DEMO hanya untuk komputer sendiri" in done.stderr


@pytest.mark.parametrize("mode", ["DEBUG", "DEMO"])
def test_debug_and_demo_start_on_ones_own_machine(mode: str, tmp_path: Path) -> None:
    local = {"ALLOWED_HOSTS": "localhost, 127.0.0.1,[::1]", "SITE_URL": "http://127.0.0.1:8000"}
    done = started(tmp_path, **{mode: "1", **local})
    assert (done.returncode, done.stdout) == (0, "nilai False\n"), done.stderr


@pytest.mark.parametrize(
    ("name", "written", "asking", "value"),
    [
        ("SECRET_KEY", "z" * 50, "s.SECRET_KEY", "z" * 50),
        ("ALLOWED_HOSTS", "a.go.id,b.go.id", "s.ALLOWED_HOSTS", ["a.go.id", "b.go.id"]),
        ("SITE_URL", "https://b.go.id/", "s.SITE_URL", "https://b.go.id"),
        ("DATABASE_URL", "postgresql://u:p@h/b", "s.DATABASES['default']['NAME']", "b"),
        ("REDIS_URL", "redis://h/1", "s.CELERY_BROKER_URL", "redis://h/1"),
        ("EMAIL_URL", "smtp://u:p@h:25", "s.EMAIL_HOST_PASSWORD", "p"),
    ],
)
@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_value_may_stand_in_a_file(
    name: str, written: str, asking: str, value: object, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    path.write_text(written + ending)
    done = started(tmp_path, asking, **{name: "(tidak ada)", f"{name}_FILE": str(path)})
    assert done.stdout == f"nilai {value!r}\n", done.stderr


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = started(tmp_path, SECRET_KEY_FILE=str(tmp_path / "gaib"))
    assert done.returncode != 0
    assert "SECRET_KEY_FILE" in done.stderr


def test_papers_are_stored_where_the_address_says_with_a_secret_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "sandi").write_text("rahasia\n")
    chosen = {"STORAGE_KEY": "kunci", "STORAGE_SECRET_FILE": str(tmp_path / "sandi")}
    asking = "[s.STORAGES['default']['OPTIONS'][k] for k in ('bucket_name', 'access_key', 'secret_key')]"
    done = started(tmp_path, asking, STORAGE_URL="s3://wadah?region=id-1", **chosen)
    assert done.stdout == "nilai ['wadah', 'kunci', 'rahasia']\n", done.stderr
    assert "isi endpoint" in started(tmp_path, STORAGE_URL="s3://wadah", **chosen).stderr


@pytest.mark.parametrize(("site", "secure"), [("https://a.go.id", True), ("http://a.go.id", False)])
def test_cookies_and_redirects_follow_the_site(site: str, secure: bool, tmp_path: Path) -> None:
    asking = "(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    done = started(tmp_path, asking, SITE_URL=site)
    assert done.stdout == f"nilai {(secure,) * 3!r}\n", done.stderr


def test_hosts_may_be_written_with_spaces(tmp_path: Path) -> None:
    done = started(tmp_path, "s.ALLOWED_HOSTS", ALLOWED_HOSTS="a.go.id, b.go.id")
    assert done.stdout == "nilai ['a.go.id', 'b.go.id']\n", done.stderr


def test_commands_print_the_address_at_which_it_was_last_run(tmp_path: Path) -> None:
    trying = {"DEMO": "1", "ALLOWED_HOSTS": "localhost", "SITE_URL": "(tidak ada)"}
    assert "127.0.0.1:8000" in started(tmp_path, "s.SITE_URL", **trying).stdout
    (tmp_path / "port").write_text("8177")
    assert "127.0.0.1:8177" in started(tmp_path, "s.SITE_URL", **trying).stdout
    assert "127.0.0.1:8001" in started(tmp_path, "s.SITE_URL", **trying, PORT="8001").stdout


def test_the_log_is_not_filled_by_forms_that_were_filled_in_wrongly() -> None:
    rule = NotATypingError()
    kept = [rule.filter(logging.makeLogRecord({"status_code": code})) for code in (404, 422, 500)]
    assert kept == [True, False, True]
    assert "not_a_typing_error" in str(settings.LOGGING["loggers"])


OIDC = {"OIDC_ISSUER": "https://sso.contoh.go.id/realms/tarakan", "OIDC_CLIENT_ID": "sopflow"}


def test_single_sign_on_takes_its_secret_from_a_file_and_is_refused_without_or_without_https(
    tmp_path: Path,
) -> None:
    (tmp_path / "rahasia").write_text("s-e-c")
    asking = "s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]['secret']"
    secret = {"OIDC_CLIENT_SECRET_FILE": str(tmp_path / "rahasia")}
    assert started(tmp_path, asking, **OIDC, **secret).stdout == "nilai 's-e-c'\n"
    assert "OIDC_CLIENT_SECRET belum" in started(tmp_path, **OIDC).stderr
    plain = OIDC | {"OIDC_ISSUER": "http://sso.contoh.go.id"}
    assert "harus beralamat https" in started(tmp_path, **plain, **secret).stderr


@pytest.mark.parametrize(
    ("chosen", "count"), [({}, 0), ({"BEHIND_PROXY": "1"}, 1), ({"BEHIND_PROXY": "1", "PROXY_COUNT": "2"}, 2)]
)
def test_forwarded_addresses_are_believed_only_of_proxies_that_are_there(
    chosen: dict[str, str], count: int, tmp_path: Path
) -> None:
    assert started(tmp_path, "s.ALLAUTH_TRUSTED_PROXY_COUNT", **chosen).stdout == f"nilai {count}\n"
