"""With what a case is filed: each paper as what it is, and each Perjanjian Kinerja once for those who report it."""

import csv
import io
from collections import Counter
from typing import Any

import pytest

from documents.models import Berkas
from documents.naskah.rendering import render_waiting
from documents.signing.freezing import freeze_waiting
from documents.storing import store
from tests.archive import record_officer
from tests.cast import Cast
from tests.sample_files import pdf, upload
from tests.story import open_tasks
from tests.test_signing import drafted, prepared, sign
from tests.visitor import Visitor
from workflows.filing import file_waiting
from workflows.models import Assignment, Case, Output
from workflows.presenting.archive_exports import esakip_rows

pytestmark = pytest.mark.django_db


def to_the_end(case: Case, cast: Cast) -> Berkas:
    """All sign and act to the end; in the step after the signing, whoever is a party makes a paper of the own PK."""
    while task := open_tasks(case).first():
        order = task.run.step.order
        details: dict[str, Any] = (
            {"drafts": (("perjanjian_kinerja", {}),)} if order == 7 and is_party(case, task) else {}
        )
        if order == 5 and case.office.signing_way == "internal":
            sign(task, cast)
        cast.complete(task, **details)
    render_waiting(lambda: cast.now)
    freeze_waiting(lambda: cast.now)
    assert file_waiting(lambda: cast.now) == 1
    return Berkas.objects.get(case=case)


def is_party(case: Case, task: Assignment) -> bool:
    return case.subjects.filter(pihak_pertama=task.post).exists()


def esakip() -> list[dict[str, str]]:
    text = (
        Visitor(record_officer()).client.get("/archive/e-sakip.csv").content.decode().removeprefix("\ufeff")
    )
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.slow
def test_what_was_signed_is_the_original_and_one_row_of_e_sakip_with_its_own_parties_and_day(
    cast: Cast,
) -> None:
    case = drafted(cast)
    prepared(case, cast)
    berkas = to_the_end(case, cast)
    rows = esakip()
    assert len(rows) == 2, rows  # that of the head waits for the Wali Kota
    first = {row["Pihak Pertama"].split()[0]: row for row in rows}
    assert set(first) == {"Sekretaris", "Kepala"}
    assert {row["Tanggal"] for row in rows} == {"2026-01-12"}
    for row in rows:
        paper = berkas.papers.get(sha256=row["SHA-256"])
        assert [each["pihak_pertama"] for each in paper.parties] == [row["Pihak Pertama"]]
        assert (paper.tingkat, row["Tahun"]) == ("asli", "2026")
        assert row["Nama Berkas"].startswith(f"{paper.number:02d}-perjanjian-kinerja-")
    kinds = {paper.name: paper.tingkat for paper in berkas.papers.filter(kind="perjanjian_kinerja")}
    assert kinds.pop("Konsep PK/Lampiran") == "konsep"
    assert len(kinds) == 3
    assert set(kinds.values()) == {"asli"}
    cascades = Output.objects.filter(case=case, run__step__order=7, signed__isnull=False)
    assert len(cascades) == 2
    assert {(output.version, output.naskah_id) for output in cascades} == {
        (1, output.signed and output.signed.naskah_id) for output in cascades
    }
    assert len({output.label for output in cascades}) == 2

    # What was filed by earlier versions has all parties of its case beside every paper.
    papers = list(berkas.papers.filter(tingkat="asli", kind="perjanjian_kinerja").select_related("berkas"))
    everybody = [
        {"judul": each["judul"], "pihak_pertama": each["pihak_pertama"], "pihak_kedua": each["pihak_kedua"]}
        for paper in papers
        for each in paper.parties
    ]
    for paper in papers:
        paper.parties = everybody
    assert {(row[-2], row[2]) for row in esakip_rows(papers)} >= {
        (row["SHA-256"], row["Pihak Pertama"]) for row in rows
    }
    assert len(list(esakip_rows(papers))) == 3


def test_what_was_signed_on_paper_is_reported_by_its_scan(cast: Cast) -> None:
    case = drafted(cast, "basah")
    scan = store(upload("IMG_2931.pdf", pdf("pindaian")), office=case.office, by=cast.head, at=cast.now)
    for task in open_tasks(case):
        is_last = task.post.slug == "kepala-dinas"
        cast.complete(task, **({"file": scan} if is_last else {}))
    berkas = to_the_end(case, cast)
    shown = berkas.papers.get(file=scan)
    assert shown.tingkat == "salinan"
    assert shown.name.startswith("Pindaian ")
    assert Counter(row["SHA-256"] for row in esakip()) == {shown.sha256: 2}
