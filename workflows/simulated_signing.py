"""Signing in a simulation: every official gets a certificate of an authority that exists only there."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.html import escape

from documents.models import Authority, SigningKey
from documents.printing.paper import paper_pdf
from documents.signing.errors import CannotSign
from documents.signing.freezing import freeze_waiting
from documents.signing.keys import make_key
from documents.storing import keep_bytes
from organizations.capacity import Capacity
from organizations.models import Office, SigningWay
from sops.document import Step
from workflows.acting import Act
from workflows.actions.bring import bring_papers, brings
from workflows.actions.outside import bring_signed
from workflows.actions.sign import open_pen, owed, sign_task
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case, RunPaper
from workflows.seats_ahead import LeftOut
from workflows.signing import lacks_its_paper

SCAN = """<html lang="id"><title>Simulasi</title>
<p>SIMULASI, TIDAK SAH: pindaian “{}” yang ditandatangani.</p></html>"""


class SimulatedSigner:
    """Signs for whoever acts, with passphrases that nobody knows and nothing keeps."""

    def __init__(self) -> None:
        self.passphrases: dict[int, str] = {}

    @staticmethod
    def prepare(office: Office) -> None:
        """Let the office sign electronically, however it signs outside the simulation."""
        Office.objects.filter(pk=office.pk).update(signing_way=SigningWay.INTERNAL)

    @staticmethod
    def bring(assignment: Assignment, step: Step, by: Capacity, at: datetime, act: Act) -> Act:
        """Where the step is to sign a paper that it makes itself, it is made first; the act without it."""
        office = Office.objects.get(pk=assignment.office_id)
        if not (brings(act) and lacks_its_paper(step, office, assignment.run)):
            return act
        bring_papers(assignment, by=by, at=at, act=act)
        return replace(act, drafts_missing=(), kelengkapan_file=None)

    def sign(self, assignment: Assignment, by: Capacity, at: datetime) -> None:
        """Sign what a task owes. Raises CannotSign."""
        lay_down_waiting(lambda: at)
        freeze_waiting(lambda: at)
        if not owed(assignment):
            return
        office = Office.objects.select_related("government").get(pk=assignment.office_id)
        if not SigningKey.objects.usable(by.user, at).exists():
            self.passphrases[by.user.pk] = secrets.token_urlsafe(16)
            make_key(by.user, office, passphrase=self.passphrases[by.user.pk], by=by, at=at)
        pen = open_pen(office, by=by, at=at, passphrase=self.passphrases[by.user.pk])
        for result in sign_task(assignment, pen, by=by, at=at):
            if result.message:
                raise CannotSign(f"{result.signature.paper.title}: {result.message}")

    @staticmethod
    def bring_left_out(left: Sequence[LeftOut], by: Capacity, at: datetime) -> None:
        """What parties without a seat would sign outside comes back as scans. Raises CannotSign, Denied, Stale."""
        for each in left:
            paper = each.signature.paper
            case = Case.objects.get(pk=RunPaper.objects.filter(paper=paper).values("run__case")[:1])
            html = SCAN.format(escape(paper.title))
            scan = keep_bytes(paper_pdf(html), name="Simulasi.pdf", office=paper.office, by=by.user, at=at)
            bring_signed(each.signature, case, by=by, at=at, upload=scan)


def authorities() -> str:
    """The certificates of the authorities of the simulation, as PEM."""
    return "".join(Authority.objects.order_by("id").values_list("certificate", flat=True))
