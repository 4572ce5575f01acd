"""What a scanner would look for: headers, cookies, forms, ways out to other hosts, formulas, files that swell."""

import base64
import csv
import functools
import io
import json
import os
import re
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from documents.archive.tables import safe
from documents.file_types import NotAccepted, media_type_of
from documents.models import PkIndicator, PkProgram, PkSasaran
from organizations.models import Post
from sops.models import Revision
from tests.accounts import PASSWORD, code_of, signed_in, with_password
from tests.addresses import POST_ONLY, addresses, names, urls_of
from tests.archive import a_berkas
from tests.cast import Cast
from tests.pages import Page
from tests.test_pages import case
from tests.test_second_factor import enrolled
from tests.visitor import Visitor
from workflows.models import Case
from workflows.periods import periods_of
from workflows.summarizing import count

__all__ = ["case"]  # a fixture

EVIL = "evil.example"
WAYS_OUT = [
    f"//{EVIL}",
    f"https://{EVIL}/x",
    f"https:{EVIL}",
    f"\\\\{EVIL}",
    f"/\\{EVIL}",
    f"///{EVIL}",
    f"http:///{EVIL}",
    f"javascript:alert('{EVIL}')",
    f"/%09/{EVIL}",
    f"\t//{EVIL}",
]
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "link": "href"}
LOADING |= {"embed": "src", "video": "src", "audio": "src", "form": "action", "base": "href", "use": "href"}
TABLES = {
    "pk-export", "realisasi-export", "capaian-export", "evaluation-export", "archive-srikandi", "archive-esakip",
}  # fmt: skip
SIGNING_IN = {"login", "account_login", "mfa_authenticate", "sso", "sso-back"}
# The sign-in pages are nobody's; a logo and a book of SOPs are asked for again each time, and are no personal data.
MAY_STAY = {"login", "account_login", "office-logo", "sop-book-file"}
TABLE_TYPES = ("text/csv", "application/vnd.openxmlformats")


def is_ours(url: str) -> bool:
    """Whether an address stays on the host that answered, for every browser."""
    return not url or url.startswith("#") or bool(re.match(r"/(?![/\\\t])[^\\\t\r\n]*$", url))


def faults_of_page(page: Page) -> list[str]:
    """What a scanner would say of its forms, fields and addresses."""
    found = []
    for tag, values in page.tags:
        address = values.get(LOADING.get(tag, ""), "")
        if not is_ours(address) and not address.startswith("data:image/"):
            found.append(f"{tag} loads {address}")
        if tag == "a" and values.get("target") == "_blank" and "noopener" not in values.get("rel", ""):
            found.append(f"{values.get('href')} opens another window that may reach back")
        if values.get("type") == "password" and not values.get("autocomplete"):
            found.append(f"{values.get('name')} does not say what a browser may fill in")
        if tag == "input" and values.get("name") == "code" and values.get("autocomplete") != "one-time-code":
            found.append("a code that is not one-time")
    for form in page.forms:
        if form.method.lower() == "post" and "csrfmiddlewaretoken" not in form.fields:
            found.append(f"the form to {form.action} has no token")
        if form.method.lower() == "get" and "csrfmiddlewaretoken" in form.fields:
            found.append(f"the form to {form.action} puts its token into an address")
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_passes_what_a_scanner_looks_at(cast: Cast, case: Case) -> None:
    urls, found, tables = urls_of(case), [], set()
    everybody, head, admin = Visitor(), Visitor(cast.head), Visitor(cast.admin("dpupr-tarakan"))
    for name in sorted(set(names()) - POST_ONLY):
        if urls[name].endswith(".pdf"):  # slow to make, and seen with its headers in tests/test_pages.py
            continue
        query = f"?next=//{EVIL}&kembali=//{EVIL}&url=//{EVIL}"
        sent = {"Referer": f"https://{EVIL}/", "X-Forwarded-Host": EVIL}
        reader = everybody if name in SIGNING_IN else head
        response = reader.client.get(urls[name] + query, headers=sent)
        if response.status_code == 404:
            response = admin.client.get(urls[name] + query, headers=sent)
        headers = response.headers
        kind = headers.get("Content-Type", "")
        if kind.startswith(TABLE_TYPES):
            tables.add(name)
        if not is_ours(headers.get("Location", "")):
            found.append(f"{name} leads to {headers['Location']}")
        for header, value in [
            ("Permissions-Policy", "camera=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]:
            if value not in headers.get(header, ""):
                found.append(f"{name} has no {header}")
        if "no-store" not in headers.get("Cache-Control", "") and name not in MAY_STAY:
            found.append(f"{name} may stay in the browser: {headers.get('Cache-Control')}")
        if {"Server", "X-Powered-By"} & set(headers):
            found.append(f"{name} says what serves it")
        if kind.startswith("text/html") and response.status_code == 200:
            page = Page(response.content.decode())
            found += [f"{name}: {fault}" for fault in faults_of_page(page)]
            found += [f"{name}: repeats {EVIL}"] if any(EVIL in link for link in page.links()) else []
    assert not found, "\n".join(found)
    assert tables == TABLES  # each is read below; a new one must be too


def test_every_address_that_makes_a_table_is_read_here() -> None:
    urls = addresses({})
    assert {name for name, url in urls.items() if url.endswith((".csv", ".xlsx"))} == TABLES


def test_no_file_of_ours_loads_anything_from_another_host() -> None:
    """Style sheets, scripts and the HTML that is printed; what the law or a name space is called is no loading."""
    loads = re.compile(
        r"""(?:url\(\s*["']?|@import\s+["']|src=["']|import\s*\(?["']|fetch\(["'])(?:https?:)?//""",
        re.IGNORECASE,
    )
    files = [Path(path) for finder in get_finders() for path, _ in list_of(finder)]
    files += [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("templates/**/*.css")]
    texts = [path for path in files if path.suffix in (".css", ".js", ".html", ".svg")]
    assert len(texts) > 50
    assert not [path for path in texts if loads.search(path.read_text(errors="replace"))]


def list_of(finder: Any) -> list[tuple[str, Any]]:
    return [(storage.path(name), storage) for name, storage in finder.list([])]


@pytest.mark.django_db
@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_signing_in_leads_to_no_other_host(cast: Cast, way_out: str) -> None:
    cache.clear()
    with_password(cast.head)
    for name in ("next", "kembali"):
        client = Client()
        sent = {"username": cast.head.username, "password": PASSWORD, name: way_out}
        client.get("/login/", {name: way_out})
        for response in (
            client.post("/login/", sent, headers={"Referer": f"https://{EVIL}/", "X-Forwarded-Host": EVIL}),
            client.get("/login/", {name: way_out}),
            client.get("/login/code/", {name: way_out}),
            client.post("/akun/konfirmasi/", {"password": PASSWORD, name: way_out}),
            client.post(f"/password/?{name}={way_out}", {"old_password": PASSWORD, name: way_out}),
            client.post("/logout/", {name: way_out}),
        ):
            assert is_ours(response.headers.get("Location", "")), (response.request["PATH_INFO"], way_out)


@pytest.mark.django_db
def test_neither_does_the_code_after_the_password(cast: Cast) -> None:
    cache.clear()
    user = with_password(cast.head)
    secret, _ = enrolled(signed_in(user))
    for number, way_out in enumerate(WAYS_OUT[:3], 1):
        cache.clear()
        other = Client()
        first = other.post(
            f"/login/?next={way_out}", {"username": user.username, "password": PASSWORD, "next": way_out}
        )
        code = code_of(secret, time.time() + 30 * (number - 2))
        second = other.post(f"/login/code/?next={way_out}", {"code": code, "next": way_out})
        assert (first.status_code, second.status_code) == (302, 302)
        assert is_ours(first.headers["Location"])
        assert is_ours(second.headers["Location"])


@pytest.mark.parametrize("path", [f"//{EVIL}/login", f"//{EVIL}/cases", f"/\\{EVIL}/login", "//login"])
@pytest.mark.django_db
def test_an_address_with_two_slashes_leads_nowhere_else(path: str) -> None:
    response = Client().generic("GET", "/", PATH_INFO=path, HTTP_ACCEPT="text/html")
    assert is_ours(response.headers.get("Location", "")), response.headers["Location"]


@pytest.mark.parametrize("host", [EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", ""])
def test_a_host_that_is_not_ours_is_not_answered(host: str) -> None:
    assert Client().get("/login/", headers={"Host": host}).status_code == 400


PRODUCTION = """
import json, django
django.setup()
from django.test import Client
from django.core.management import call_command
call_command("createcachetable")
client = Client()
answer = client.get("/login/", secure=True, headers={"Host": "sop.contoh.go.id"})
plain = Client().get("/login/", headers={"Host": "sop.contoh.go.id"})
cookies = {name: [bool(c["secure"]), bool(c["httponly"]), c["samesite"]] for name, c in answer.cookies.items()}
print(json.dumps([dict(answer.headers), cookies, plain.status_code, plain.headers["Location"]]))
"""


def test_production_answers_over_https_with_cookies_that_stay_there(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    chosen = {
        "SITE_URL": "https://sop.contoh.go.id",
        "ALLOWED_HOSTS": "sop.contoh.go.id",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'p.sqlite3'}",
        "REDIS_URL": "",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sopflow.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        env=os.environ | chosen, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    headers, cookies, status, location = json.loads(done.stdout)
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (status, location) == (301, "https://sop.contoh.go.id/login/")
    assert cookies["sopflow_csrf"] == [True, True, "Lax"] or cookies["sopflow_csrf"] == [True, False, "Lax"]
    assert all(secure and samesite == "Lax" for secure, _, samesite in cookies.values())


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_what_is_no_formula_stays_as_it_is() -> None:
    plain = ["", "-", "Tes", "1-2", "a=b", " teks", 5, None]
    assert [safe(value) for value in plain] == ["", "-", "Tes", "1-2", "a=b", " teks", "5", ""]


@pytest.mark.django_db
def test_no_table_holds_anything_that_a_spreadsheet_runs(cast: Cast, case: Case) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    Post.objects.filter(office=case.office).update(title=evil)
    a_berkas(cast, hal=evil, kind="perjanjian_kinerja")
    subject = case.subjects.get(pihak_pertama=case.office.head)
    sasaran = PkSasaran.objects.create(perjanjian_kinerja=subject, order=1, text=evil)
    PkIndicator.objects.create(sasaran=sasaran, order=1, text=evil, satuan="+1", target="@x")
    PkProgram.objects.create(perjanjian_kinerja=subject, order=1, name=evil, keterangan="-1+1")
    now = timezone.now()
    count(case.revision, periods_of(now.astimezone(case.office.zone))[2], now)
    Revision.objects.filter(pk=case.revision_id).update(nama=evil)
    urls, seen = urls_of(case), dict.fromkeys(sorted(TABLES), 0)
    for name in seen:
        response = Visitor(cast.head).client.get(urls[name])
        if response.status_code == 404:
            response = Visitor(cast.admin("dpupr-tarakan")).client.get(urls[name])
        assert response.status_code == 200, name
        assert response.headers["Content-Disposition"].startswith("attachment")
        body = response.content
        if "csv" in response.headers["Content-Type"]:
            cells = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
            assert not [cell for cell in cells if safe(cell) != cell], name
            seen[name] = sum(evil in cell for cell in cells)
        else:
            for sheet in load_workbook(io.BytesIO(body)):
                for cell in (cell for row in sheet.iter_rows() for cell in row):
                    assert cell.data_type != "f", (name, cell.coordinate)
                    seen[name] += str(cell.value or "").startswith("=")
    assert all(seen.values()), seen


def pdf_of(*objects: bytes) -> bytes:
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))
    return out.getvalue()


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>"


@functools.cache
def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(b"\0" * 1024 * 1024) for _ in range(megabytes)) + packer.flush()


def one_page(said: bytes, packed: bytes) -> bytes:
    content = b"<<%s/Length %d>>\nstream\n%s\nendstream" % (said, len(packed), packed)
    return pdf_of(CATALOG, PAGES, PAGE, content)


def jpeg(side: int, passes: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (9, 99, 200)).save(out, "JPEG", progressive=True, quality=50)
    data = out.getvalue()
    last = data.rfind(b"\xff\xda")
    return data[:last] + data[last:-2] * passes + b"\xff\xd9"


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zeros(1)) + chunk(b"IEND", b"")


def office(parts: int, kind: str = "spreadsheetml.sheet.main+xml") -> bytes:
    """A package that lists so many parts without having them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", kind)
    data = out.getvalue()
    start, end = data.find(b"PK\1\2"), data.rfind(b"PK\5\6")
    entry = (
        struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        + b"x"
    )
    entries = data[start:end] + entry * parts
    count = min(parts + 1, 65535)
    return (
        data[:start]
        + entries
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0)
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "a packed stream": lambda: one_page(b"/Filter/FlateDecode", zeros(210)),
    "packed twice": lambda: one_page(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zeros(210))),
    "packed and written as text": lambda: one_page(
        b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zeros(210)) + b"~>"
    ),
    "packed and written as digits": lambda: one_page(
        b"/Filter[/AHx/FlateDecode]", zeros(210).hex().encode() + b">"
    ),
    "many streams": lambda: pdf_of(
        CATALOG,
        *[
            b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(z), z)
            for z in [zeros(150)] * 5
        ],
    ),
    "an old filter": lambda: one_page(b"/Filter/LZWDecode", b"\x80" * 100_000),
    "300,000 pages": lambda: pdf_of(
        CATALOG, b"<</Type/Pages/Kids[" + b"3 0 R " * 300_000 + b"]/Count 300000>>", PAGE
    ),
    "a stream in every byte": lambda: b"%PDF-1.7\n" + b"stream\n\x78\x01" * 200_000,
    "a picture in many passes": lambda: jpeg(600, 200),
    "a flood of pixels, PNG": lambda: png(60_000, 60_000),
    "a list of parts, XLSX": lambda: office(100_000),
    "a list of parts, DOCX": lambda: office(100_000, "wordprocessingml.document.main+xml"),
    "a GIF": lambda: b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\0" * 100,
    "a TIFF": lambda: b"II*\0" + b"\xff" * 200,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_file_that_swells_is_refused_at_once(kind: str) -> None:
    file = io.BytesIO(BOMBS[kind]())
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(NotAccepted):
        media_type_of(file)
    assert time.process_time() - began < 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 100 * 1024  # kilobytes


def test_what_is_packed_as_papers_are_is_taken() -> None:
    many = [
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(z), z)
        for z in [zlib.compress(b"BT ET")] * 9000
    ]
    for data in (
        one_page(b"/Filter/FlateDecode", zeros(110)),  # a page in colors at 600 dots an inch
        one_page(b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(b"BT ET")) + b"~>"),
        one_page(b"/Filter/LZWDecode", b"\x80\x0b\x60\x50"),
        one_page(b"/Filter/DCTDecode", jpeg(50, 1)),
        pdf_of(CATALOG, PAGES, PAGE, *many),
    ):
        assert media_type_of(io.BytesIO(data)) == "application/pdf"
    assert media_type_of(io.BytesIO(jpeg(600, 1))) == "image/jpeg"
    assert media_type_of(io.BytesIO(office(200))).endswith("sheet")


@pytest.mark.django_db
def test_a_form_of_too_many_fields_or_files_is_refused() -> None:
    client = Client()
    for data in (
        {f"f{number}": "1" for number in range(12_001)},
        {f"f{number}": io.BytesIO(b"x") for number in range(101)},
        {"text": "x" * (3 * 1024 * 1024)},
    ):
        assert client.post("/login/", data).status_code == 400
