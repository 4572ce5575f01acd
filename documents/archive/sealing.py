"""The seal of a package: the office's authority vouches for its manifest, and with that for everything in it.

The key is made for this one seal and forgotten, its certificate is the authority's: nobody can seal a package anew
without the authority itself. An office that has none yet gets one with its first package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from activity.chain import MACHINE
from documents.archive.packaging import Seal
from documents.models import Authority
from documents.signing.certificates import make_seal
from documents.signing.keys import authority_of, opened_authority, renew_authority
from documents.signing.pades import detached
from organizations.models import Office


@dataclass(frozen=True)
class Sealing:
    """How the packages of an office are sealed: `seal` signs a manifest, `certificates` are PEM files for ca/."""

    seal: Seal | None = None
    certificates: Mapping[str, bytes] = field(default_factory=dict)


def sealing_of(office: Office, at: datetime) -> Sealing:
    """The seal of an office at that moment. Raises CannotSign where the server's own key is another one by now."""
    authority = authority_of(office) or renew_authority(office, by=MACHINE, at=at)
    key = make_seal(opened_authority(authority), office.name, at)
    known = Authority.objects.filter(office=office).order_by("id")
    return Sealing(
        seal=lambda manifest: detached(manifest, key, at),
        certificates={f"{each.fingerprint[:16]}.pem": each.certificate.encode() for each in known},
    )
