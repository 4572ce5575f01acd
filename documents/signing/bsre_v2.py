"""Version 2 of the eSign Client Service: JSON with the files in base64, both ways."""

import base64
import binascii
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from documents.models import BsreAccount
from documents.signing.bsre_calls import Box, BsreRefused, Reply, call


@sensitive_variables()
def ask_to_sign(
    account: BsreAccount,
    pdf: bytes,
    *,
    nik: str,
    passphrase: str,
    box: Box | None,
    picture: bytes | None,
    reason: str,
) -> Reply:
    """Send the file. The service draws no QR of its own: a signature is seen only with a picture."""
    look: dict[str, Any] = {"tampilan": "INVISIBLE", "reason": reason}
    if box and picture:
        look |= {
            "tampilan": "VISIBLE",
            "imageBase64": base64.b64encode(picture).decode(),
            "page": box.page,
            "originX": round(box.x, 2),
            "originY": round(from_top(pdf, box), 2),
            "width": round(box.width, 2),
            "height": round(box.height, 2),
        }
    sent = {
        "nik": nik,
        "passphrase": passphrase,
        "signatureProperties": [look],
        "file": [base64.b64encode(pdf).decode()],
    }
    return call(account, "POST", "/api/v2/sign/pdf", json=sent)


def from_top(pdf: bytes, box: Box) -> float:
    """How far the top of a box is below the top of its page: this version counts from there. Raises BsreRefused."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            corners = [float(each) for each in opened.pages[box.page - 1].mediabox]
    except (pikepdf.PdfError, IndexError):
        raise BsreRefused(_("Halaman tempat tanda tangan tidak ada di berkas ini.")) from None
    return max(corners[1], corners[3]) - min(corners[1], corners[3]) - box.y - box.height


def signed_file(reply: Reply) -> bytes:
    """The signed file in an answer; empty where there is none."""
    files = reply.data().get("file")
    if not isinstance(files, list) or len(files) != 1 or not isinstance(files[0], str):
        return b""
    try:
        return base64.b64decode(files[0], validate=True)
    except (binascii.Error, ValueError):
        return b""


@sensitive_variables()
def ask_status(account: BsreAccount, nik: str) -> Reply:
    """Ask about the certificate of a NIK."""
    return call(account, "POST", "/api/v2/user/check/status", json={"nik": nik})
