"""What must hold before a server answers: the demo on this computer only, no demo accounts in production."""

from collections.abc import Sequence
from ipaddress import ip_address

from django.conf import settings
from django.core.checks import run_checks


def is_loopback(address: str) -> bool:
    """Whether the address is this computer's own (a unix socket has none)."""
    try:
        return address in ("", "localhost") or ip_address(address).is_loopback
    except ValueError:
        return False


def refusals(addresses: Sequence[str]) -> list[str]:
    """Why the product must not be served at these addresses ("127.0.0.1:8000"); empty where it may."""
    hosts = [
        address.rpartition(":")[0].strip("[]") for address in addresses if not address.startswith("unix:")
    ]
    public = [host for host in hosts if not is_loopback(host)] if settings.DEMO else []
    found = [
        f"Mode DEMO hanya untuk komputer sendiri, bukan alamat {host}. Pakai HOST=127.0.0.1."
        for host in public
    ]
    errors = run_checks(tags=["database"], databases=["default"])
    return [*found, *(str(error) for error in errors if error.is_serious())]
