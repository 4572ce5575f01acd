"""Version 1 of the eSign Client Service: a form with the file in it, and the signed file back."""

import re
from typing import Any
from urllib.parse import quote

from django.views.decorators.debug import sensitive_variables

from documents.models import BsreAccount
from documents.signing.bsre_calls import Box, Reply, call


@sensitive_variables()
def ask_to_sign(
    account: BsreAccount,
    pdf: bytes,
    *,
    nik: str,
    passphrase: str,
    box: Box | None,
    picture: bytes | None,
    link: str,
) -> Reply:
    """Send the file. With a box the signature shows the picture, or without one a QR of the link.

    Where the axes of this version begin is written nowhere; the bottom left corner is taken, which is a guess. A
    wrong guess puts the picture at another height and harms nothing else. The version knows no reason.
    """
    fields = {"nik": nik, "passphrase": passphrase, "tampilan": "visible" if box else "invisible"}
    files: dict[str, Any] = {"file": ("naskah.pdf", pdf, "application/pdf")}
    if box:
        fields |= {
            "page": str(box.page),
            "xAxis": plain(box.x),
            "yAxis": plain(box.y),
            "width": plain(box.width),
            "height": plain(box.height),
            "image": "true" if picture else "false",
        }
        if picture:
            files["imageTTD"] = ("tanda-tangan.png", picture, "image/png")
        else:
            fields["linkQR"] = link
    return call(account, "POST", "/api/sign/pdf", data=fields, files=files)


def signed_file(reply: Reply) -> bytes:
    """The signed file in an answer."""
    return reply.body


def fetch_again(account: BsreAccount, reply: Reply) -> Reply | None:
    """The signed file once more, where the service says under what number it keeps it."""
    found = reply.headers.get("id_dokumen", "")
    if not re.fullmatch(r"[\w-]{1,100}", found, re.ASCII):
        return None
    return call(account, "GET", f"/api/sign/download/{quote(found, safe='')}")


@sensitive_variables()
def ask_status(account: BsreAccount, nik: str) -> Reply:
    """Ask about the certificate of a NIK."""
    return call(account, "GET", f"/api/user/status/{quote(nik, safe='')}")


def plain(points: float) -> str:
    return format(round(points, 2), "g")
