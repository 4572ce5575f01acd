"""What somebody with bad intentions sends: values, files, headers and addresses, drawn from one seed."""

import io
import json
import random
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages import PageForm
from tests.sample_files import docx, docx_with_macros, pdf, xlsx

TEXTS = (
    "",
    "\x00",
    "a\x00b",
    "\ufeff\u202e\u2066terbalik",
    "'; DROP TABLE workflows_case; --",
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    '=HYPERLINK("http://jahat.example")',
    "../../../../etc/passwd",
    "%s%n%d{0.__class__}",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "😀" * 300,
    "x" * 20_000,
    "-1",
    "99999999999999999999999999",
    "9223372036854775808",
    "NaN",
    "1e309",
    "2026-02-31",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "24:61",
    "true",
    "null",
    "[]",
    "\r\nSet-Cookie: a=b",
)
# Of places that the address of a page names: half characters, clocks far from Greenwich, years beyond any calendar.
MOMENTS = (
    "2026-01-05T00:00:00+00:00",
    "2026-01-05T00:00:00+16:00",
    "2026-01-05T00:00:00-23:59",
    "2026-01-05T00:00:00+23:59:59.999999",
    "0001-01-01T00:00:00+23:59",
    "1901-01-01T00:00:00+23:59",
    "2199-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59.999999-23:59",
    "2026-01-05",
)
WORDS = ("\ud800", "a\udfff", "\x00", "Perihal", "")
NUMBERS = (1, 0, -1, 10**17, 10**30, True, 1.5, None)
YAML = (
    b"a: &a [*a]",
    b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    b"!!python/object/apply:os.system ['true']",
    b"jenis: sop\nnama: [",
    b"\xff\xfe\x00",
    b"jenis: kalender\ntahun: 99999999999999999999\n",
    b"? {a: b}\n: c",
    b"- " * 3000,
    b"jenis: sop\n" + b"x: {" * 500,
    b"---\n---\n",
    b"jenis: sop\nnama: \x85\x00",
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {"HTTP_HOST": "jahat.example"},
    {"HTTP_HOST": "localhost:99999"},
    {"HTTP_X_FORWARDED_HOST": "jahat.example", "HTTP_X_FORWARDED_PROTO": "javascript"},
    {"HTTP_X_FORWARDED_FOR": "'; --, ::1, " * 50},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5000},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=NaN, \xff"},
    {"HTTP_REFERER": "http://jahat.example/\x00"},
    {"HTTP_RANGE": "bytes=-9999999999999-1,2-"},
    {"HTTP_IF_MODIFIED_SINCE": "Sun, 31 Feb 99999 99:99:99 GMT"},
    {"HTTP_COOKIE": "sessionid=" + "a" * 5000},
    {"HTTP_COOKIE": "sessionid=\x00; csrftoken=; =;;"},
    {"HTTP_HX_REQUEST": "true", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
)


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return out.getvalue()


def cut(data: bytes, by: random.Random) -> bytes:
    """A real file with a piece missing, or a byte changed."""
    at = by.randrange(len(data))
    return by.choice((data[:at], data[:at] + bytes([by.randrange(256)]) + data[at + 1 :], data * 2))


def a_file(by: random.Random) -> SimpleUploadedFile:
    """Something uploaded, under a name that may not be its own."""
    bomb = archive({"xl/workbook.xml": b"0" * 3_000_000, "[Content_Types].xml": b"<Types/>"})
    bodies = (
        *YAML,
        b"",
        b"MZ\x90\x00",
        b"%PDF-1.7\n%%EOF",
        bomb,
        cut(pdf(), by),
        cut(xlsx(), by),
        cut(docx(), by),
        docx_with_macros(),
        pdf(),
    )
    names = (
        "sop.yaml",
        "a.pdf",
        "a.xlsx",
        "x.docx",
        "../../x.pdf",
        "a\x00.pdf",
        "é" * 250 + ".pdf",
        "a.html",
        "CON",
    )
    kinds = ("application/pdf", "text/html", "application/x-yaml", "a/b", "", "image/svg+xml")
    return SimpleUploadedFile(by.choice(names), by.choice(bodies), by.choice(kinds))


def twisted(form: PageForm, by: random.Random) -> dict[str, Any]:
    """A form as the page gave it, with some of its fields as nobody would fill them in."""
    data: dict[str, Any] = dict(form.data)
    for name, each in form.fields.items():
        if name == "csrfmiddlewaretoken" or by.random() < 0.4:
            continue
        if each.kind == "file" or (by.random() < 0.02):
            data[name] = a_file(by)
        elif each.options and by.random() < 0.4:
            data[name] = by.sample(each.options, by.randint(0, len(each.options)))
        else:
            data[name] = [by.choice(TEXTS) for _ in range(by.choice((1, 1, 1, 3)))]
    if by.random() < 0.1:
        data |= {by.choice(TEXTS)[:50] or "x": by.choice(TEXTS) for _ in range(3)}
    return data


def places() -> list[str]:
    """What no list wrote as the address of one of its pages, in the forms that lists have."""
    rows: list[list[Any]] = [[moment, 1] for moment in MOMENTS] + [[word, 1] for word in WORDS]
    rows += [[number] for number in NUMBERS] + [[MOMENTS[1], number] for number in NUMBERS]
    rows += [[None, 1], [MOMENTS[0], MOMENTS[7], 1], []]
    return [f"{way}:{json.dumps(row)}" for row in rows for way in ("sesudah", "sebelum")]


def a_query(by: random.Random) -> dict[str, str]:
    """What is appended to an address."""
    names = (
        "page",
        "halaman",
        "sesudah",
        "tahun",
        "bulan",
        "hari",
        "year",
        "unit",
        "kantor",
        "jabatan",
        "keadaan",
        "status",
        "catatan",
        "next",
        "cari",
        "sop",
        "urut",
        "kind",
    )
    query = {name: by.choice(TEXTS)[:2000] for name in by.sample(names, by.randint(0, 4))}
    return query | ({"halaman": by.choice(places())} if by.random() < 0.3 else {})
