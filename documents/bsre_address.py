"""The address of an eSign Client Service: where an account's password and a passphrase may be sent to. No Django."""

import ipaddress
import re
from urllib.parse import urlsplit

from activity.words import _

# RFC 1918, RFC 4193, and this computer: what is sent there stays in the building.
INSIDE = [
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
]


class BadAddress(ValueError):
    """Not an address to send a passphrase to; the text says how to write it."""


def read_address(text: str) -> str:
    """The address without a slash at its end: https, or http to a number inside the office's own network.

    Most offices reach the service by http at a private number. A host name says nothing about where it leads, so
    it needs https.
    """
    text = text.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port  # the port is read for what it raises
    except ValueError:
        raise BadAddress(_("Alamat tidak terbaca. Tulis misalnya https://esign.contoh.go.id.")) from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\\\x00-\x1f\x7f]", text):
        raise BadAddress(
            _("Tulis alamat lengkap, misalnya https://esign.contoh.go.id atau http://192.168.1.10.")
        )
    if parts.username is not None or parts.password is not None:
        raise BadAddress(_("Nama pengguna dan kata sandi tidak ditulis di dalam alamat; isi di bidangnya."))
    if parts.query or parts.fragment:
        raise BadAddress(
            _("Alamat berakhir pada nama atau nomor server; hapus bagian sesudah tanda ? atau #.")
        )
    if "/api" in parts.path:
        raise BadAddress(_("Tulis alamat server saja, tanpa /api dan yang sesudahnya."))
    if parts.scheme == "http" and not is_inside(host):
        raise BadAddress(
            _(
                "Alamat ini harus https. Dengan http hanya nomor di jaringan sendiri atau komputer ini yang "
                "diterima."
            )
        )
    return text


def is_inside(host: str) -> bool:
    """A number of a private network or of this computer."""
    if host == "localhost":
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(number.version == each.version and number in each for each in INSIDE)
