"""Signing through BSrE against a service that speaks both versions: what is kept, what is refused, what leaks."""

import hashlib
import logging
import traceback
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.test import override_settings
from django.views.debug import ExceptionReporter
from hypothesis import given
from hypothesis import strategies as st

from documents.bsre_address import BadAddress, read_address
from documents.bsre_nik import BadNik, masked_nik, read_nik
from documents.models import BsreAccount, SigningIdentity
from documents.signing.bsre import NIK_OF_NOBODY, Box, BsreRefused, sign, status
from documents.signing.checking import NotWellSigned, check_signed
from documents.signing.same_pages import same_pages
from organizations.models import Office, User
from organizations.sealing import Unsealable, seal, unseal
from tests import sample_files
from tests.bsre_service import (
    NIK,
    OTHER_NIK,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    PASSWORD,
    BsreService,
    Trouble,
    blank_pdf,
    bsre,
    changed_page,
    rewritten,
    sign_pdf,
    timestamped,
    tls_file,
)
from tests.tables import changed, kept

__all__ = ["bsre"]
VERSIONS = ["v1", "v2"]
PDF = sample_files.pdf()
BOX = Box(page=1, x=300, y=100, width=120, height=60)
PICTURE = sample_files.image()
LINK, REASON = "https://sop.contoh.go.id/periksa/1/", "Menyetujui"
SECRETS = (NIK, PASSPHRASE, PASSWORD)


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.get(slug="dpupr-tarakan")


def signed(account: BsreAccount, pdf: bytes = PDF, **values: Any) -> bytes:
    given_: dict[str, Any] = {"nik": NIK, "passphrase": PASSPHRASE, "box": None, "picture": None}
    return sign(account, pdf, **(given_ | values), link=LINK, reason=REASON)


def refused(account: BsreAccount, pdf: bytes = PDF, **values: Any) -> BsreRefused:
    with pytest.raises(BsreRefused) as caught:
        signed(account, pdf, **values)
    return caught.value


@pytest.mark.core
@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_comes_back_with_one_good_signature(bsre: BsreService, office: Office, version: str) -> None:
    account = bsre.account(office, version)
    made = signed(account)
    check_signed(PDF, made)
    assert made.startswith(PDF)
    (found,) = bsre.signed
    assert (found.sha256, found.nik, found.is_visible) == (hashlib.sha256(PDF).hexdigest(), NIK, False)
    assert "corners" not in found.look


@pytest.mark.parametrize("version", VERSIONS)
def test_a_second_official_signs_the_file_of_the_first(
    bsre: BsreService, office: Office, version: str
) -> None:
    account = bsre.account(office, version)
    once = signed(account)
    twice = signed(account, once, nik=OTHER_NIK, passphrase=OTHER_PASSPHRASE)
    check_signed(once, twice)
    assert twice.startswith(once)
    with pytest.raises(NotWellSigned, match="lebih dari satu"):
        check_signed(PDF, twice)


@pytest.mark.parametrize("version", VERSIONS)
def test_both_versions_place_the_picture_where_the_box_is(
    bsre: BsreService, office: Office, version: str
) -> None:
    signed(bsre.account(office, version), box=BOX, picture=PICTURE)
    look = bsre.signed[0].look
    assert look["corners"] == (300, 100, 420, 160)
    assert look["imageTTD" if version == "v1" else "imageBase64"] == PICTURE
    assert version == "v1" or look["reason"] == REASON


def test_without_a_picture_version_1_draws_the_link_and_version_2_nothing(
    bsre: BsreService, office: Office
) -> None:
    account = bsre.account(office, "v1")
    signed(account, box=BOX)
    account.version = "v2"
    signed(account, box=BOX)
    first, second = bsre.signed
    assert (first.is_visible, first.look["linkQR"], second.is_visible) == (True, LINK, False)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_place_that_the_service_cannot_use_is_signed_unseen(
    bsre: BsreService, office: Office, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    account = bsre.account(office, version)
    outside = Box(page=1, x=300, y=800, width=120, height=60)
    check_signed(PDF, signed(account, box=outside, picture=PICTURE))
    bsre.trouble = Trouble.FAILS_VISIBLE
    check_signed(PDF, signed(account, box=BOX, picture=PICTURE))
    assert [each.is_visible for each in bsre.signed] == [False, False]
    assert caplog.text.count("asked for an invisible one") == 2


@pytest.mark.parametrize("version", VERSIONS)
def test_a_service_that_fails_at_everything_is_asked_twice_and_no_more(
    bsre: BsreService, office: Office, version: str
) -> None:
    bsre.trouble = Trouble.FAILS
    account = bsre.account(office, version)
    assert "HTTP 500" in refused(account, box=BOX, picture=PICTURE).message
    assert len(bsre.asked) == 2
    refused(account)
    assert len(bsre.asked) == 3
    for trouble in (Trouble.GATEWAY, Trouble.UNAVAILABLE, Trouble.CUT_BEFORE):
        bsre.trouble, before = trouble, len(bsre.asked)
        refused(account, box=BOX, picture=PICTURE)
        assert len(bsre.asked) == before + 1


# The trouble; what the official reads; whether nobody knows if it signed; whether it did sign.
TROUBLES = [
    (Trouble.FAILS, "gagal mengerjakannya (HTTP 500)", False, False),
    (Trouble.UNAVAILABLE, "sedang tidak melayani", False, False),
    (Trouble.GATEWAY, "HTTP 504", True, False),
    (Trouble.BUSY, "terlalu banyak permintaan", False, False),
    (Trouble.TOO_LARGE, "terlalu besar", False, False),
    (Trouble.MOVED, "mengalihkan ke alamat lain", False, False),
    (Trouble.CUT_BEFORE, "terputus", True, False),
    (Trouble.CUT_AFTER, "terputus", True, True),
    (Trouble.HTML, "tidak dapat dipakai", True, True),
    (Trouble.TRUNCATED, "tidak dapat dipakai", True, True),
    (Trouble.BROKEN_OFF, "terputus di tengah", True, True),
    (Trouble.ANOTHER, "bukan isi berkas yang dikirim", True, True),
    (Trouble.CHANGED, "bukan isi berkas yang dikirim", True, True),
    (Trouble.UNSIGNED, "belum ditandatangani", True, True),
    (Trouble.SIGNED_TWICE, "lebih dari satu tanda tangan", True, True),
    (Trouble.TAMPERED, "tidak cocok dengan isi berkas", True, True),
]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_trouble_is_told_and_nothing_is_kept_or_leaks(
    bsre: BsreService, office: Office, caplog: pytest.LogCaptureFixture, version: str
) -> None:
    caplog.set_level(logging.DEBUG)
    account = bsre.account(office, version)
    before = kept()
    for trouble, message, is_unknown, has_signed in TROUBLES:
        bsre.trouble = trouble
        bsre.signed.clear()
        fault = refused(account)
        assert message in fault.message, trouble
        assert (fault.is_unknown, fault.is_passphrase) == (is_unknown, False), trouble
        assert bool(bsre.signed) == has_signed, trouble
        assert_no_secret(caplog, fault, account)
    assert not changed(before)
    rows = repr(kept())
    assert not [secret for secret in SECRETS if secret in rows]


def assert_no_secret(caplog: pytest.LogCaptureFixture, fault: BsreRefused, account: BsreAccount) -> None:
    """Not in what was logged, nor in the error or those that it came of."""
    said = [caplog.text, repr(account), str(account), fault.message, repr(fault), repr(vars(fault))]
    said.append("".join(traceback.format_exception(fault)))
    each: BaseException | None = fault
    while each is not None:
        said.append(repr(each))
        each = each.__cause__ or each.__context__
    for secret in SECRETS:
        assert not [text for text in said if secret in text], secret


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_passphrase_is_one_and_others_are_not(
    bsre: BsreService, office: Office, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = bsre.account(office, version)
    wrong = refused(account, passphrase="Keliru#1", box=BOX, picture=PICTURE)
    assert (wrong.is_passphrase, wrong.is_unknown, "Passphrase salah" in wrong.message) == (True, False, True)
    assert "Keliru#1" not in wrong.message + caplog.text
    assert bsre.asked == [f"POST /api/{'' if version == 'v1' else 'v2/'}sign/pdf"]
    stranger = refused(account, nik="3273010101900009")
    assert (stranger.is_passphrase, "belum terdaftar" in stranger.message) == (False, True)
    bsre.officials[NIK].status = "EXPIRED"
    assert "kedaluwarsa" in refused(account).message
    bsre.officials[NIK].status = "REVOKE"
    assert not refused(account).is_passphrase
    assert_no_secret(caplog, stranger, account)
    assert bsre.signed == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_account_of_the_application_is_not_the_officials_fault(
    bsre: BsreService, office: Office, version: str
) -> None:
    account = bsre.account(office, version, password="keliru")
    assert "nama pengguna atau kata sandi aplikasi" in refused(account).message
    account.keep_password(PASSWORD)
    account.address = f"{bsre.url}/lain"
    assert "alamat atau versinya keliru" in refused(account).message
    account.address = "http://203.0.113.5"
    assert "tidak dapat dipakai" in refused(account).message
    account.address, account.is_active = bsre.url, False
    assert "belum dipakai" in refused(account).message
    account.is_active, account.sealed_password = True, seal("x", place="bsre:0", keys=["lain"])
    assert "tidak dapat dibuka lagi" in refused(account).message
    assert bsre.signed == []


@pytest.mark.parametrize("version", VERSIONS)
@override_settings(BSRE_READ_TIMEOUT=0.2)
def test_a_service_that_is_slow_leaves_open_whether_it_signed(
    bsre: BsreService, office: Office, version: str
) -> None:
    bsre.trouble, bsre.delay = Trouble.SLOW, 0.4
    fault = refused(bsre.account(office, version))
    assert (fault.is_unknown, "sampai batas waktu" in fault.message) == (True, True)


def test_a_service_that_is_not_there_has_not_signed(bsre: BsreService, office: Office) -> None:
    account = bsre.account(office)
    with BsreService() as gone:
        account.address = gone.url
    fault = refused(account)
    assert (fault.is_unknown, "tidak dapat dihubungi" in fault.message) == (False, True)


def test_only_a_server_that_somebody_vouches_for_gets_the_passphrase(office: Office) -> None:
    with BsreService(tls=True) as service:
        account = service.account(office)
        fault = refused(account)
        assert (fault.is_unknown, "TLS" in fault.message, service.asked) == (False, True, [])
        with override_settings(BSRE_CA_FILE=str(tls_file())):
            check_signed(PDF, signed(account))


def test_the_environment_says_nothing_about_the_way(
    bsre: BsreService, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    check_signed(PDF, signed(bsre.account(office)))


@pytest.mark.parametrize("trouble", [Trouble.BROKEN_OFF, Trouble.NONE])
def test_version_1_is_asked_again_for_a_file_that_broke_off(
    bsre: BsreService, office: Office, trouble: Trouble
) -> None:
    bsre.trouble, bsre.keeps = trouble, True
    check_signed(PDF, signed(bsre.account(office, "v1")))
    again = [way for way in bsre.asked if way.startswith("GET /api/sign/download/")]
    assert (len(again), len(bsre.signed)) == (int(trouble is Trouble.BROKEN_OFF), 1)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_written_anew_counts_only_where_nobody_had_signed(
    bsre: BsreService, office: Office, version: str
) -> None:
    account, bsre.trouble = bsre.account(office, version), Trouble.REWRITTEN
    made = signed(account)
    assert not made.startswith(PDF)
    assert "ditulis ulang" in refused(account, sign_pdf(PDF)).message


def test_what_cannot_be_signed_is_not_sent(bsre: BsreService, office: Office) -> None:
    account = bsre.account(office)
    assert "bukan PDF" in refused(account, b"halo").message
    assert "rusak" in refused(account, b"%PDF-1.7 halo").message
    assert bsre.asked == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_standing_of_a_certificate_is_told_in_words(
    bsre: BsreService, office: Office, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = bsre.account(office, version, is_active=False)
    assert status(account, NIK) == "aktif"
    for code, words in (("REVOKE", "sudah dicabut"), ("EXPIRED", "kedaluwarsa; perbarui di BSrE")):
        bsre.officials[NIK].status = code
        assert status(account, NIK) == words
    assert "belum terdaftar" in status(account, NIK_OF_NOBODY)
    for trouble in (Trouble.HTML, Trouble.CUT_BEFORE, Trouble.FAILS):
        bsre.trouble = trouble
        with pytest.raises(BsreRefused) as caught:
            status(account, NIK)
        assert_no_secret(caplog, caught.value, account)


@pytest.mark.parametrize(
    ("version", "place"),
    [
        ("v1", "documents.signing.bsre.check_signed"),
        ("v1", "documents.signing.bsre_calls.requests.Session"),
        ("v2", "documents.signing.bsre_calls.requests.Session"),
    ],
)
def test_an_error_page_shows_no_secret(
    bsre: BsreService, office: Office, monkeypatch: pytest.MonkeyPatch, rf: Any, version: str, place: str
) -> None:
    def burst(*args: object, **values: object) -> bytes:
        raise RuntimeError("unforeseen")

    account = bsre.account(office, version)
    monkeypatch.setattr(place, burst)
    with pytest.raises(RuntimeError) as caught:
        signed(account)
    reporter = ExceptionReporter(rf.post("/"), caught.type, caught.value, caught.tb)
    frames = [f for f in reporter.get_traceback_frames() if "/tests/" not in f["filename"]]
    assert len(frames) >= 4
    for secret in SECRETS:
        assert secret not in repr([f["vars"] for f in frames])


def test_a_fault_within_the_request_leaves_no_trace_of_it(
    bsre: BsreService, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(*args: object, **values: object) -> bytes:
        raise RuntimeError(str(values))

    account = bsre.account(office, "v2")
    monkeypatch.setattr("documents.signing.bsre_calls.requests.Session.send", burst)
    fault = refused(account)
    assert fault.is_unknown
    assert_no_secret(caplog, fault, account)


def cases_of_checking() -> Iterator[tuple[str, bytes, bytes, str]]:
    once = sign_pdf(PDF)
    many = blank_pdf("Halaman", pages=2)
    yield "nothing", PDF, b"", "bukan PDF"
    yield "half", PDF, once[: len(once) // 2], "rusak|belum ditandatangani"
    yield "an earlier signature is gone", once, sign_pdf(PDF, "Lain"), "ditulis ulang"
    yield "a page after the signature", PDF, changed_page(once), "bukan isi berkas"
    yield "a page between two signatures", once, sign_pdf(changed_page(once), "Lain"), "bukan isi berkas"
    yield "unsigned bytes behind the signature", PDF, once + b"\n% lain\n", "mencakup"
    yield "one page less", many, sign_pdf(blank_pdf("Halaman")), "bukan isi berkas"
    yield "it is already there", once, once, "belum ditandatangani"


@pytest.mark.parametrize("number", range(8))
def test_what_is_not_the_same_paper_with_one_signature_more_is_refused(number: int) -> None:
    _, before, after, message = list(cases_of_checking())[number]
    with pytest.raises(NotWellSigned, match=message):
        check_signed(before, after)


def test_a_visible_signature_changes_no_page() -> None:
    seen = sign_pdf(PDF, box=(300, 100, 420, 160))
    check_signed(PDF, seen)
    check_signed(seen, sign_pdf(seen, "Lain", box=(100, 100, 220, 160)))
    assert same_pages(PDF, rewritten(PDF))
    assert not same_pages(PDF, sample_files.pdf("Perjanjian Kinerjb"))


def test_a_time_stamp_may_follow_and_keeps_the_file_from_being_written_anew() -> None:
    stamped = timestamped(sign_pdf(PDF))
    check_signed(PDF, stamped)
    check_signed(stamped, sign_pdf(stamped, "Lain"))
    alone = timestamped(PDF)
    with pytest.raises(NotWellSigned, match="belum ditandatangani"):
        check_signed(PDF, alone)
    with pytest.raises(NotWellSigned, match="ditulis ulang"):
        check_signed(alone, sign_pdf(rewritten(alone)))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_damaged_files_are_refused_and_never_a_fault(count: int) -> None:
    once = sign_pdf(PDF)
    for place in range(5, len(once), len(once) // 12):
        broken = once[:place] + b"\xff" * count + once[place + count :]
        with pytest.raises(NotWellSigned):
            check_signed(PDF, broken)


@hypothesis.settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1), st.text(min_size=1))
def test_a_seal_opens_with_its_key_at_its_place(text: str, key: str, other: str) -> None:
    sealed = seal(text, place="nik:1", keys=[key])
    assert unseal(sealed, place="nik:1", keys=[other, key]) == text
    assert len(text) < 4 or text not in sealed
    with pytest.raises(Unsealable):
        unseal(sealed, place="nik:2", keys=[key])
    if key != other:
        with pytest.raises(Unsealable):
            unseal(sealed, place="nik:1", keys=[other])


@pytest.mark.django_db
def test_secrets_survive_a_change_of_the_installations_key(office: Office, settings: Any) -> None:
    user = User.objects.order_by("pk").first()
    assert user
    identity = SigningIdentity(user=user)
    identity.keep_nik(NIK)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "kunci-baru"
    with pytest.raises(Unsealable):
        identity.open_nik()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert identity.open_nik() == NIK


@pytest.mark.parametrize(
    "text",
    [
        "https://esign.contoh.go.id",
        "http://192.168.1.10:8080/",
        "http://10.0.0.1",
        "http://[::1]:9",
        "http://localhost",
    ],
)
def test_an_address_of_the_service_is_accepted(text: str) -> None:
    assert read_address(f" {text} ") == text.rstrip("/")


@pytest.mark.parametrize(
    "text",
    [
        "http://esign.contoh.go.id",
        "http://103.1.2.3",
        "http://169.254.169.254",
        "http://0.0.0.0",
        "ftp://10.0.0.1",
        "10.0.0.1",
        "https://nama:sandi@esign.go.id",
        "https://esign.go.id/api/sign/pdf",
        "https://esign.go.id?x=1",
        "https://esign.go.id:abc",
        "http://10.0.0.1\\@evil.example",
        "https://[::1",
        "",
    ],
)
def test_an_address_that_would_carry_the_passphrase_away_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        read_address(text)


def test_a_nik_is_sixteen_digits_and_shows_four() -> None:
    assert read_nik(" 3273 0101 0190 0001 ") == NIK
    assert masked_nik(NIK) == "•••• •••• •••• 0001"
    for text in ("", "327301010190000", "32730101019000011", "327301010190000a", "٣" * 16, "1" * 16):
        with pytest.raises(BadNik):
            read_nik(text)
