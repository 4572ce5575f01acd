"""Signing through BSrE, by the eSign Client Service that the office runs.

The passphrase lives in the memory of the one request that signs: it is not stored, not queued and not written to any
log. What comes back is kept only if it is the file that was sent, with one good signature more.
"""

import logging

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from documents.models import BsreAccount, BsreVersion
from documents.signing import bsre_v1, bsre_v2
from documents.signing.bsre_calls import ASK_ADMIN, UNKNOWN, Box, BsreRefused, Reply, code_of, refusal
from documents.signing.checking import NotWellSigned, check_signable, check_signed

__all__ = ["NIK_OF_NOBODY", "Box", "BsreRefused", "sign", "status"]

NIK_OF_NOBODY = "0" * 16  # to ask whether the service answers, without asking about anybody
CERTIFICATES = {
    "ISSUE": gettext_lazy("aktif"),
    "EXPIRED": gettext_lazy("kedaluwarsa; perbarui di BSrE"),
    "RENEW": gettext_lazy("sedang diperbarui"),
    "WAITING_FOR_VERIFICATION": gettext_lazy("menunggu verifikasi BSrE"),
    "NEW": gettext_lazy("belum diaktifkan"),
    "NO_CERTIFICATE": gettext_lazy("belum ada"),
    "NOT_REGISTERED": gettext_lazy("belum ada: NIK belum terdaftar di BSrE"),
    "SUSPEND": gettext_lazy("sedang ditangguhkan"),
    "REVOKE": gettext_lazy("sudah dicabut"),
}
NOT_REGISTERED = 2011
log = logging.getLogger(__name__)


@sensitive_variables()
def sign(
    account: BsreAccount,
    pdf: bytes,
    *,
    nik: str,
    passphrase: str,
    box: Box | None,
    picture: bytes | None,
    link: str,
    reason: str,
) -> bytes:
    """The PDF, signed by whom the NIK belongs to. Raises BsreRefused.

    `box` says where the signature is seen, with `picture` (PNG) in it; without a box it is not seen. Where the service
    answers 500 to a visible signature it is asked once more for an invisible one: that answer is how it tells of a
    place or a picture that it cannot use. It is final and came in full, so no second signature is under way; the
    passphrase was not what failed (that is 400, code 2031), so no attempt at it is lost; and if the service did sign
    before it failed, nobody has that file.
    """
    if not account.is_active:
        raise BsreRefused(
            _("Tanda tangan lewat BSrE belum dipakai di kantor ini. %(ask_admin)s") % {"ask_admin": ASK_ADMIN}
        )
    try:
        check_signable(pdf)
    except NotWellSigned as fault:
        raise BsreRefused(
            _("%(message)s Berkas belum dikirim ke BSrE.") % {"message": fault.message}
        ) from None
    if picture is None and account.version == BsreVersion.V2:
        box = None  # it draws nothing by itself
    try:
        return signed_once(
            account, pdf, nik=nik, passphrase=passphrase, box=box, picture=picture, link=link, reason=reason
        )
    except BsreRefused as refused:
        if box is None or not refused.is_retried_hidden:
            raise
    log.warning(
        "BSrE of office %s fails at visible signatures; asked for an invisible one", account.office_id
    )
    return signed_once(
        account, pdf, nik=nik, passphrase=passphrase, box=None, picture=None, link=link, reason=reason
    )


@sensitive_variables()
def signed_once(
    account: BsreAccount,
    pdf: bytes,
    *,
    nik: str,
    passphrase: str,
    box: Box | None,
    picture: bytes | None,
    link: str,
    reason: str,
) -> bytes:
    """One request, and its file if that is in order. Raises BsreRefused."""
    if account.version == BsreVersion.V1:
        reply = bsre_v1.ask_to_sign(
            account, pdf, nik=nik, passphrase=passphrase, box=box, picture=picture, link=link
        )
    else:
        reply = bsre_v2.ask_to_sign(
            account, pdf, nik=nik, passphrase=passphrase, box=box, picture=picture, reason=reason
        )
    if refused := refusal(reply):
        raise refused
    try:
        return checked(account, pdf, reply)
    except NotWellSigned as fault:
        first = fault
    if account.version == BsreVersion.V1:
        try:
            again = bsre_v1.fetch_again(account, reply)
            if again is not None:
                return checked(account, pdf, again)
        except (BsreRefused, NotWellSigned) as fault:
            log.info("the file of BSrE was no better the second time: %s", fault.message)
    raise BsreRefused(
        _("Jawaban BSrE tidak dapat dipakai. %(message)s %(unknown)s")
        % {"message": first.message, "unknown": UNKNOWN},
        is_unknown=True,
    )


def checked(account: BsreAccount, pdf: bytes, reply: Reply) -> bytes:
    """The signed file in an answer. Raises NotWellSigned."""
    if not reply.is_whole:
        raise NotWellSigned(_("Jawabannya terputus di tengah."))
    signed: bytes = (bsre_v1 if account.version == BsreVersion.V1 else bsre_v2).signed_file(reply)
    if not signed:
        raise NotWellSigned(_("Di dalamnya tidak ada berkas."))
    check_signed(pdf, signed)
    return signed


@sensitive_variables()
def status(account: BsreAccount, nik: str) -> str:
    """How the certificate of a NIK stands, in Indonesian, as it goes on after "Sertifikat elektronik: ".

    Raises BsreRefused where the service does not say. Also asks an account that is not in use yet.
    """
    version = bsre_v1 if account.version == BsreVersion.V1 else bsre_v2
    reply = version.ask_status(account, nik)
    data = reply.data()
    found = data.get("status", data.get("status_user", data.get("statusUser")))
    if isinstance(found, str) and found.strip().upper() in CERTIFICATES:
        return str(CERTIFICATES[found.strip().upper()])
    refused = refusal(reply)
    if refused is None:
        raise BsreRefused(
            _("Server di alamat BSrE kantor ini menjawab, tetapi bukan seperti layanan BSrE. %(ask_admin)s")
            % {"ask_admin": ASK_ADMIN}
        )
    if code_of(data) == NOT_REGISTERED:
        return str(CERTIFICATES["NOT_REGISTERED"])
    raise refused
