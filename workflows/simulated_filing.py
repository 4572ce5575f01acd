"""Filing the case of a simulation: the package that the archive would keep, with a seal that proves nothing outside."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from activity.chain import Actor
from documents.archive.klasifikasi import load_klasifikasi
from documents.archive.packing import package_waiting
from documents.models import Berkas
from workflows.filing import file_waiting

CODES = settings.BASE_DIR / "fixtures" / "klasifikasi.yaml"


def write_package(folder: Path, clock: Callable[[], datetime]) -> Path:
    """File what is done and write its package to a folder. Raises OSError where it cannot be made."""
    load_klasifikasi([(CODES.name, CODES.read_bytes())], by=Actor.command("dry_run"), at=clock())
    file_waiting(clock)
    package_waiting(clock)
    berkas = Berkas.objects.select_related("package").first()
    if berkas is None or berkas.package is None:
        raise OSError(berkas.message if berkas else "kasus tidak dapat diarsipkan")
    path = folder / berkas.package.name
    with berkas.package.file.open("rb") as content:
        path.write_bytes(content.read())
    return path
