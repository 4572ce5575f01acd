"""The five cases with real papers, from start to archive: everything that was typed stands on the papers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from documents.models import Naskah, NaskahNumber, RenderState, SignedPaper
from documents.naskah.kinds import CHOICE, DATE, KINDS, TIME
from documents.pk_content import PkContent
from documents.pk_numbers import write_money
from documents.signing.signing import content_of
from documents.signing.standing import trusted_here
from documents.signing.verifying import verified
from organizations.models import Office
from organizations.templatetags.indonesia import tanggal
from organizations.yaml_reader import FaultsFound
from tests.cast import Cast
from tests.samples import SLUGS
from tests.sheets import squeezed, text_of
from workflows.contoh import Contoh, read_contoh
from workflows.models import Case, Output
from workflows.simulated_papers import write_papers
from workflows.simulation import Player

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "contoh"
AT = {"tarakan-dp3appkb": datetime.fromisoformat("2026-07-07T08:00+08:00")}
USUAL_AT = datetime.fromisoformat("2026-01-07T08:00+08:00")


def shown(text: str) -> str:
    """A text as it is looked for: papers print some headings in capitals."""
    return squeezed(text).casefold()


def contoh_of(slug: str) -> Contoh:
    return read_contoh((FOLDER / f"{slug}.yaml").read_bytes(), f"{slug}.yaml")


def printed_values(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """What was typed into a form, as a paper prints it."""
    types = {field.name: field for field in KINDS[kind].fields}
    for name, value in values.items():
        field = types[name]
        if field.type == DATE:
            yield tanggal(date.fromisoformat(value))
        elif field.type == TIME:
            yield value.replace(":", ".")
        elif field.type == CHOICE and field.choices:
            yield field.choices[value]
        elif isinstance(value, list):
            for row in value:
                yield from row.values() if isinstance(row, dict) else [row]
        else:
            yield value


def promised_texts(content: PkContent) -> Iterator[str]:
    """What a PK promises, as its paper prints it."""
    for sasaran in content.sasaran:
        yield sasaran.text
        for row in sasaran.indicators:
            yield row.text
            yield row.target
    for program in content.programs:
        yield program.name
        yield program.keterangan
        yield str(program.amount and write_money(program.amount)).removeprefix("Rp").strip()
    yield content.place


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_a_case_runs_with_its_papers_and_all_that_was_typed_is_on_them(
    cast: Cast, slug: str, tmp_path: Path
) -> None:
    contoh, at = contoh_of(slug), AT.get(slug, USUAL_AT)
    assert list(Player(cast.revision(slug), {}, at, contoh).play())[-1] == "diarsipkan"
    case = Case.objects.get()
    files = list(write_papers(case, tmp_path, timezone.now))
    made, apart = (Naskah.objects.filter(state=state) for state in (RenderState.READY, RenderState.APART))
    signed = SignedPaper.objects.filter(outputs__isnull=False).distinct()
    assert len(files) == made.count() + signed.count()
    assert made.count() + apart.count() == Naskah.objects.count()
    given = signed.filter(signatures__status="ditandatangani").distinct()
    assert given
    assert all(verified(content_of(paper), trusted_here()).holds for paper in given)

    texts: dict[str, str] = defaultdict(str)
    for path in files:
        texts[path.stem.rpartition("-")[2]] += squeezed(text_of(path.read_bytes())).casefold()
    for kind, values in contoh.values.items():
        for text in printed_values(kind, dict(values)):
            assert shown(text) in texts[kind], (kind, text)
    pk_text = texts["perjanjian_kinerja"]
    for content in contoh.pks.values():
        for text in promised_texts(content):
            assert shown(text) in pk_text, text
    if contoh.letter:
        for text in (contoh.letter.sender, contoh.letter.number, contoh.letter.hal):
            assert shown(text) in texts["disposisi"], text
    for text in (*contoh.instructions, contoh.remark):
        assert shown(text) in texts["disposisi"], text
    for number in NaskahNumber.objects.all():
        assert shown(number.text) in texts[number.kind]


def test_the_collected_results_are_measured_on_the_report(cast: Cast, tmp_path: Path) -> None:
    slug = "tarakan-dp3appkb"
    list(Player(cast.revision(slug), {}, AT[slug], contoh_of(slug)).play())
    report = Naskah.objects.filter(kind="laporan_capaian").last()
    assert report
    head = report.facts["capaian"]["pks"][0]
    # 84,25 of 90 and, as orang are added up, 35 + 48 of 120; the predikat is not available, which is not zero.
    assert [row["capaian"] for row in head["rows"]][:2] == ["93,61", "69,17"]
    assert "tidak tersedia" in str(head["rows"][2])


@pytest.mark.slow
def test_the_papers_pass_from_step_to_step_without_being_made_again(cast: Cast) -> None:
    slug = "tarakan-dpupr"
    list(Player(cast.revision(slug), {}, USUAL_AT, contoh_of(slug)).play())
    passed = Output.objects.filter(key="dokumen pk/lampiran", signed__kind="perjanjian_kinerja")
    pks = Case.objects.get().subjects.count()
    assert passed.count() > passed.values("signed").distinct().count() == pks


def test_a_wrong_example_is_named_by_line_and_field() -> None:
    with pytest.raises(FaultsFound) as found:
        read_contoh(b"naskah:\n  undangn: {}\n  undangan: {tempt: x}\nsurat: {nomor: 1}\n", "uji.yaml")
    text = str([str(fault) for fault in found.value.faults])
    assert "jenis naskah tidak dikenal" in text
    assert "maksudnya `tempat`" in text
    assert "surat.dari" in text


@pytest.mark.core
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the play itself is on SQLite: once is enough")
def test_dry_run_writes_the_papers_stamped(tmp_path: Path) -> None:
    from tests.test_dry_run import dry_run

    lines = dry_run("madiun-setda", "--at=2026-01-07T08:00+07:00", "--papers", str(tmp_path / "naskah"))
    assert lines[-1] == "diarsipkan"
    files = sorted((tmp_path / "naskah").glob("*.pdf"))
    assert len(files) == sum(line.startswith("naskah ") for line in lines) > 5
    assert "SIMULASI,TIDAKSAH" in squeezed(text_of(files[0].read_bytes()))
    assert not Naskah.objects.exists()
    with pytest.raises(CommandError, match="tidak ditemukan"):
        dry_run("madiun-setda", "--papers", str(tmp_path), "--contoh", "tidak-ada.yaml")


def test_every_office_numbers_its_letters_its_own_way() -> None:
    patterns = {office.naskah["nomor"]["surat_pengantar"] for office in Office.objects.all()}
    assert len(patterns) > 1
