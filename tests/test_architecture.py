"""What the tools do not hold: who may refer to whom, how long things may be, and what we do without."""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT: Path = settings.BASE_DIR
# From high to low: an app knows only those after it.
APPS = ("workflows", "sops", "documents", "organizations", "activity")
MAX_FILE, MAX_FUNCTION = 300, 45
# A ratchet: these may shrink, not grow, and leave the list once they are short enough.
LONG_FILES: dict[str, int] = {}
LONG_FUNCTIONS = {"workflows/actions/start.py:start_case": 55}
IMPORTS_INSIDE = {
    "sopflow/apps.py": "checks need the models, which are there only once the apps are ready",
    "sopflow/gunicorn.py": "the settings are read only by a server that starts",
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def sources() -> Iterator[tuple[str, str]]:
    """Every file of the apps: its path from the root and its text."""
    for app in ("sopflow", *APPS):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


SOURCES = dict(sources())
TREES = {name: ast.parse(text) for name, text in SOURCES.items()}


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                yield name, node


@pytest.mark.parametrize("app", APPS)
def test_rows_refer_only_to_their_own_app_or_one_below(app: str) -> None:
    allowed = {*APPS[APPS.index(app) :], "auth", "contenttypes"}
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if not field.auto_created and field.is_relation
        if isinstance(field.related_model, type) and field.related_model._meta.app_label not in allowed
    ]
    assert found == []


def test_there_are_no_other_apps_of_ours() -> None:
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours == {*APPS, "sopflow"}


def test_files_are_short() -> None:
    lengths = {name: len(text.splitlines()) for name, text in SOURCES.items()}
    assert {n: length for n, length in lengths.items() if length > LONG_FILES.get(n, MAX_FILE)} == {}


def test_the_list_of_long_files_shrinks() -> None:
    lengths = {name: len(SOURCES.get(name, "").splitlines()) for name in LONG_FILES}
    assert [name for name, length in lengths.items() if length <= MAX_FILE] == []


def test_functions_are_short() -> None:
    lengths = {f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1 for name, node in functions()}
    assert {n: length for n, length in lengths.items() if length > LONG_FUNCTIONS.get(n, MAX_FUNCTION)} == {}


def test_imports_stand_at_the_top() -> None:
    inside = {
        name
        for name, node in functions()
        if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    }
    assert inside == set(IMPORTS_INSIDE)


def test_nothing_listens_to_signals() -> None:
    called = {
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        if (node.attr if isinstance(node, ast.Attribute) else node.id) in ("connect", "receiver")
        if isinstance(getattr(node, "ctx", None), ast.Load)
        if "signal" in SOURCES[name]
    }
    assert called == set()


def test_no_model_saves_in_its_own_way() -> None:
    found = [
        f"{model._meta.label}.{verb}"
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for verb in ("save", "delete", "full_clean")
        if any(verb in vars(base) for base in model.__mro__ if base.__module__.split(".")[0] in APPS)
    ]
    assert found == []


def test_psycopg_3_is_not_there() -> None:
    assert importlib.util.find_spec("psycopg") is None


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_abandoned_django_fsm_is_not_required(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("django-fsm==")] == []
    assert name != "requirements.txt" or [line for line in lines if line.startswith("django-fsm-2==")]
