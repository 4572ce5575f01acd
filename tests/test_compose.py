"""docker-compose.yml and the Dockerfile keep what they promise. No Docker is needed to read them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("migrate", "web", "worker", "beat")
SECRET_NAMES = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|_URL$")
REFERENCE = re.compile(r"\$\{[A-Z_]+(:\?[^}]*)?\}")


def environment_of_all_services() -> list[tuple[str, str, str]]:
    return [
        (service, name, str(value))
        for service, definition in SERVICES.items()
        for name, value in definition.get("environment", {}).items()
    ]


def test_all_services_are_there() -> None:
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "db", "redis"}


@pytest.mark.parametrize(
    ("service", "words"),
    [
        ("web", ["gunicorn", "-c", "sopflow/gunicorn.py"]),
        ("worker", ["celery", "-A", "sopflow", "worker"]),
        ("beat", ["celery", "-A", "sopflow", "beat"]),
        ("migrate", ["python", "manage.py", "migrate"]),
    ],
)
def test_service_runs_its_program(service: str, words: list[str]) -> None:
    assert SERVICES[service]["command"][: len(words)] == words


@pytest.mark.parametrize("service", ["web", "worker", "beat", "db", "redis"])
def test_what_stays_up_has_a_health_check_and_restarts(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_app_waits_for_database_queue_and_migrations(service: str) -> None:
    assert SERVICES[service]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_migrations_wait_for_the_database() -> None:
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}


def test_data_is_on_named_volumes() -> None:
    used = {
        volume.split(":")[0] for definition in SERVICES.values() for volume in definition.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"]) == {"database", "files", "queue"}
    assert all(":/data/files" in str(SERVICES[service]["volumes"]) for service in OURS)


def test_no_secret_is_written_out() -> None:
    """A secret is a reference that refuses to start when it is empty; an address may hold one only as such."""
    for service, name, value in environment_of_all_services():
        references = REFERENCE.findall(value)
        if re.search(r"PASSWORD|SECRET|KEY|TOKEN", name):
            assert REFERENCE.fullmatch(value), f"{service}: {name}"
        assert all(references), f"{service}: {name} may be empty"
        literal = re.search(r"://[^/@]*:([^/@]*)@", REFERENCE.sub("", value))
        assert literal is None or literal[1] == "", f"{service}: {name} holds a password"


def test_required_settings_are_required() -> None:
    for service in OURS:
        required = {name for name, value in SERVICES[service]["environment"].items() if ":?" in value}
        assert required >= {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"}


def test_demo_and_debug_stay_off() -> None:
    assert not {name for _, name, _ in environment_of_all_services()} & {"DEMO", "DEBUG"}


def test_only_the_web_is_reachable_and_only_from_this_machine() -> None:
    assert {service for service, definition in SERVICES.items() if "ports" in definition} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_images_are_pinned_to_a_version() -> None:
    images = [definition["image"] for definition in SERVICES.values() if "build" not in definition]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(re.search(r":\d", image) for image in images)
    assert {image.split(":")[0] for image in images} == {"postgres", "redis", "python"}


def test_app_runs_without_privileges() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users[-1] not in ("root", "0")
    for service in OURS:
        assert SERVICES[service]["cap_drop"] == ["ALL"]
        assert SERVICES[service]["read_only"] is True


def test_image_installs_only_what_the_hashes_name() -> None:
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    assert "HEALTHCHECK" in DOCKERFILE


def test_image_takes_in_no_local_file() -> None:
    """Everything is left out but what is named, so that no .env or data folder can slip in."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    assert not {"!.env", "!data"} & set(ignored)
