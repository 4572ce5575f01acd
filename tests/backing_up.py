"""What is backed up, wiped and restored, in a process with a database and a store of its own.

`python -m tests.backing_up make ARCHIVE` adds papers to the loaded stage of the environment and prints what a
reader sees;
`python -m tests.backing_up look` prints it again.
"""

import hashlib
import json
import os
import sys

import django

OFFICE = "dpupr-tarakan"


def make(archive: str) -> None:
    """A case with a paper that was made, one that was uploaded, and a bound book; then two backups."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import CommandError, call_command

    from activity.anchoring import anchor_streams
    from documents.naskah.rendering import render_waiting
    from documents.storing import store
    from organizations.capacity import admin_capacity
    from organizations.models import Office
    from sops.books.requesting import request_book
    from sops.books.working import work_on_books
    from tests import sample_files
    from tests.cast import Cast
    from tests.conftest import NOW
    from tests.test_rendering import a_naskah, in_a_case

    cast, office = Cast(NOW), Office.objects.select_related("government").get(slug=OFFICE)
    in_a_case(cast, a_naskah(cast))
    render_waiting(lambda: NOW)
    upload = SimpleUploadedFile("Surat masuk.pdf", sample_files.pdf("Surat"))
    kept = store(upload, office=office, by=cast.head, at=NOW)
    admin = admin_capacity(cast.admin(office.slug), office, NOW)
    assert admin
    request_book(office, by=admin, at=NOW)
    work_on_books(lambda: NOW)
    anchor_streams(NOW)
    call_command("backup", archive, stdout=sys.stderr)
    content = kept.file.read()
    default_storage.delete(str(kept.file.name))
    try:
        call_command("backup", f"{archive}.kurang.tar", stdout=sys.stderr)
    except CommandError as error:
        print(error.returncode, error, file=sys.stderr)
    default_storage.save(str(kept.file.name), ContentFile(content))


def look() -> dict[str, object]:
    """What a reader sees of it: the paper on its page, the book, and how much there is."""
    from activity.models import Activity, Anchor
    from activity.verification import faults
    from organizations.models import Office
    from sopflow.backup.files import file_faults, files_below, named_files
    from tests.cast import Cast
    from tests.conftest import NOW
    from tests.visitor import Visitor
    from workflows.models import Output

    def body(visitor: Visitor, url: str) -> str:
        response = visitor.client.get(url)
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(b"%PDF-")
        return hashlib.sha256(content).hexdigest()

    cast, office, output = Cast(NOW), Office.objects.get(slug=OFFICE), Output.objects.get()
    assert list(faults()) == []
    assert list(file_faults(named_files())) == []
    return {
        "rows": [Activity.objects.count(), Anchor.objects.count()],
        "files": sorted(files_below("")),
        "paper": body(Visitor(cast.head), f"/papers/{output.pk}/naskah/"),
        "book": body(Visitor(cast.admin(office.slug)), f"/offices/{office.slug}/book/file/"),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopflow.settings")
    django.setup()
    if sys.argv[1] == "make":
        make(sys.argv[2])
    print(json.dumps(look()))
