"""What STORAGE_URL means: a folder, or a bucket of any S3-compatible store. Nothing is reached or written here."""

import re
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

# The rule of S3 for names of buckets; what other stores allow beyond it does not work everywhere.
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
SEGMENT = re.compile(r"[A-Za-z0-9._-]+")
STYLES = ("auto", "path", "virtual")
PARAMETERS = ("endpoint", "region", "addressing")
EXAMPLES = "file:///folder/tempat/berkas atau s3://WADAH/awalan?endpoint=https://host:9000&region=…"


def storage_of(url: str, key: str, secret: str) -> dict[str, Any]:
    """The entry of STORAGES. Raises ImproperlyConfigured with what is wrong and what to write."""
    if url.startswith("file:///"):
        location = url.removeprefix("file://")
        options: dict[str, Any] = {"location": location, "base_url": None}
        return {"BACKEND": "sopflow.folder_storage.FolderStorage", "OPTIONS": options}
    if not url.startswith("s3://"):
        raise ImproperlyConfigured(f"STORAGE_URL harus berupa {EXAMPLES}.")
    try:
        options = bucket_options(urlsplit(url))
    except ValueError as problem:
        raise ImproperlyConfigured(f"STORAGE_URL: {problem}. Tulis misalnya {EXAMPLES}.") from None
    for name, value in (("STORAGE_KEY", key), ("STORAGE_SECRET", secret)):
        if not value:
            raise ImproperlyConfigured(f"{name} belum diisi: STORAGE_URL menunjuk penyimpanan S3.")
    options |= {"access_key": key, "secret_key": secret}
    return {"BACKEND": "sopflow.s3_storage.BucketStorage", "OPTIONS": options}


def bucket_options(parts: SplitResult) -> dict[str, Any]:
    """What an s3:// address says. Raises ValueError in words for the operator."""
    if "@" in parts.netloc:
        raise ValueError("kunci dan sandi ditulis di STORAGE_KEY dan STORAGE_SECRET, bukan di alamat")
    if not BUCKET.fullmatch(parts.netloc):
        raise ValueError(
            f"“{parts.netloc}” bukan nama wadah (bucket): huruf kecil, angka, titik dan tanda hubung"
        )
    prefix = parts.path.strip("/")
    if prefix and any(not SEGMENT.fullmatch(s) or not s.strip(".") for s in prefix.split("/")):
        raise ValueError(
            f"awalan “{prefix}” hanya boleh memuat huruf, angka, titik, garis bawah dan tanda hubung"
        )
    if parts.fragment:
        raise ValueError("tanda # tidak dikenal di alamat ini")
    given: dict[str, str] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in PARAMETERS or name in given:
            raise ValueError(
                f"“{name}” tidak dikenal atau ditulis dua kali; yang ada: {', '.join(PARAMETERS)}"
            )
        given[name] = value
    endpoint, style = given.get("endpoint", ""), given.get("addressing", "auto")
    if endpoint:
        check_endpoint(endpoint)
    if style not in STYLES:
        raise ValueError(f"addressing “{style}” tidak dikenal; pilih {', '.join(STYLES)}")
    if not endpoint and not given.get("region"):
        raise ValueError("isi endpoint (alamat penyimpanan) atau region (di AWS)")
    return {
        "bucket_name": parts.netloc,
        "location": prefix,
        "endpoint_url": endpoint or None,
        "region_name": given.get("region")
        or "us-east-1",  # what stores without regions expect in a signature
        "addressing_style": style,
    }


def check_endpoint(endpoint: str) -> None:
    """Raises ValueError unless it is the bare address of a server."""
    server = urlsplit(endpoint)
    is_server = server.scheme in ("http", "https") and server.hostname and server.port != 0
    if not is_server or server.path.strip("/") or server.query or server.fragment or "@" in server.netloc:
        raise ValueError(f"endpoint “{endpoint}” bukan alamat server; tulis https://host:9000")
