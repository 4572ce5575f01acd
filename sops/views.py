"""SOPs: the list with what waits for oneself, the sheet of one, and loading a file."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import PurePath
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activity.chain import Actor
from activity.wording import as_kept
from organizations.capacity import Capacity, admin_capacity, capacities, grants, offices_of, offices_with
from organizations.models import Office, OfficeLogo, Role, User
from organizations.waktu import in_words
from organizations.yaml_reader import Fault, FaultsFound
from sops.answering import remark_list
from sops.awaiting import waiting_for
from sops.definition import definition
from sops.document import SopDocument, Step, same_name
from sops.drawn import Said, drawn, said
from sops.forms import LoadForm
from sops.loaded_texts import outcome_text, warnings_of
from sops.loading import Upload, load_sops
from sops.look import look_of
from sops.models import PREPARED, ApprovalSetting, Revision, RevisionStatus, Sop
from sops.reading import capacity_for, has_read, reader_lines, sees_readers
from sops.signatory import title_lines
from sops.startable import startable_by
from sops.storing import document_of


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    return cast(User, request.user)


def administered(user: User, at: datetime) -> "set[int]":
    """The ids of the offices whose SOPs the user may load."""
    condition = offices_with(grants(user, at), Role.OFFICE_ADMIN)
    return set(Office.objects.filter(condition).values_list("pk", flat=True))


@dataclass(frozen=True)
class SopLine:
    """An SOP in the list."""

    sop: Sop
    revision: Revision
    total: str
    may_start: bool


@dataclass(frozen=True)
class Group:
    """The SOPs of one office."""

    office: Office
    sops: list[SopLine]


@require_safe
def sop_list(request: HttpRequest) -> HttpResponse:
    """The SOPs of the offices that one belongs to: those in force, or of another status; and what waits for oneself."""
    at, user = timezone.now(), user_of(request)
    mine = capacities(user, at)
    startable = set(startable_by(user, mine, at).values_list("pk", flat=True))
    status = request.GET.get("status", "")
    if status not in RevisionStatus.values:
        status = str(RevisionStatus.IN_FORCE)
    revisions = (
        Revision.objects.filter(status=status, sop__office__in=offices_of(user, at).values("id"))
        .select_related("sop__office__government")
        .order_by("sop__office", "nama")
    )
    lines = [
        SopLine(r.sop, r, in_words(definition(r.pk).document.total), r.pk in startable) for r in revisions
    ]
    groups = [
        Group(office, list(found)) for office, found in groupby(lines, key=lambda line: line.sop.office)
    ]
    context = {
        "groups": groups,
        "may_load": bool(administered(user, at)),
        "waiting": waiting_for(mine),
        "status": status,
        "statuses": [(value, label, value == status) for value, label in RevisionStatus.choices],
    }
    return render(request, "sops/sop_list.html", context)


@dataclass(frozen=True)
class Row:
    """A row of the sheet: the step, its part of the flowchart, and the same in words."""

    step: Step
    picture: str
    said: Said

    @property
    def actor(self) -> str:
        """Who acts."""
        return self.said.actors

    @property
    def kind(self) -> str:
        """What the symbol means."""
        return self.said.kind

    @property
    def ways(self) -> list[str]:
        """Where it leads."""
        return self.said.ways


@require_safe
def sop(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """The sheet, as the paper shows it."""
    at, user = timezone.now(), user_of(request)
    sops = Sop.objects.filter(office__in=offices_of(user, at).values("id")).select_related(
        "office__government"
    )
    found = get_object_or_404(sops, office__slug=office_slug, slug=slug)
    revisions = list(found.revisions.select_related("waits_for").order_by("-number"))
    if not revisions:
        raise Http404
    revision = next((r for r in revisions if r.status == RevisionStatus.IN_FORCE), revisions[0])
    revision.sop = found
    document = document_of(revision)
    mine = capacities(user, at)
    may_start = startable_by(user, mine, at).filter(pk=revision.pk).exists()
    context = {
        **sheet_context(revision, document),
        "revisions": revisions,
        "under_way": [other for other in revisions if other.status in PREPARED],
        "never_in_force": not (revision.tanggal_efektif or revision.tanggal_pengesahan or revision.signed_id),
        "start_url": reverse("case-start", args=[revision.pk]) if may_start else "",
        "pdf_url": reverse("sop-sheet", args=[office_slug, slug, revision.number]),
        **read_context(revision, user, mine, at),
    }
    here = administered(user, at)
    if found.office_id in here:
        context |= admin_context(found, document)
    if sees_readers(found.office, mine, here):
        context["readers"] = reader_lines(revision, at)
    return render(request, "sops/sop.html", context)


def read_context(revision: Revision, user: User, mine: list[Capacity], at: datetime) -> dict[str, Any]:
    """Whether the visitor has said to have read the revision; nothing for whom it is not to say."""
    if revision.status != RevisionStatus.IN_FORCE or capacity_for(revision, mine, at) is None:
        return {}
    return {"is_reader": True, "has_read": has_read(revision.pk, user)}


def sheet_context(revision: Revision, document: SopDocument) -> dict[str, Any]:
    """What stands on the sheet itself."""
    office = revision.sop.office
    look = look_of(document, office.tampilan)
    drawing = drawn(revision.pk)
    with as_kept():  # the sheet is Indonesian, also where it is read out
        words = said(document)
    return {
        "sop": revision.sop,
        "revision": revision,
        "office": office,
        "government": office.government,
        "logo": OfficeLogo.objects.defer("content").filter(office=office).first(),
        "columns": document.pelaksana,
        "drawn": drawing,
        "rows": [
            Row(step, drawing.rows[step.order - 1].picture, words[step.order - 1])
            for step in document.prosedur
        ],
        "total": str(document.total),
        "printed_total": document.jumlah_waktu,
        "captions": look,
        "signatory": document.disahkan_oleh,
        "signatory_title": title_lines(document.disahkan_oleh),
        "dates": dates_of(revision, look.tanggal),
        "related": related(document, office),
    }


def admin_context(found: Sop, document: SopDocument) -> dict[str, Any]:
    """What only the office's admins see: notes on the scan, warnings, and where to change things."""
    place = [found.office.slug, found.slug]
    return {
        "notes": notes_of(document),
        "remarks": remark_list(found, document),
        "answer_url": reverse("sop-remark-answer", args=place),
        "take_back_url": reverse("sop-remark-take-back", args=place),
        "load_url": reverse("sop-reload", args=place),
    }


def dates_of(revision: Revision, caption: str) -> dict[str, object]:
    """The dates of the header; the last one is whichever the paper's caption names."""
    is_pengesahan = "pengesahan" in caption.casefold()
    return {
        "pembuatan": revision.tanggal_pembuatan,
        "revisi": revision.tanggal_revisi,
        "efektif": revision.tanggal_pengesahan if is_pengesahan else revision.tanggal_efektif,
    }


def related(document: SopDocument, office: Office) -> list[tuple[str, Sop | None]]:
    """Each name under Keterkaitan, with the SOP of that name where the office has it loaded."""
    loaded = Revision.objects.filter(status=RevisionStatus.IN_FORCE, sop__office=office).select_related(
        "sop__office"
    )
    by_name = {same_name(revision.nama): revision.sop for revision in loaded}
    return [(name, by_name.get(same_name(name))) for name in document.keterkaitan]


def notes_of(document: SopDocument) -> list[tuple[str, str]]:
    """What a scan lost and was inferred, for those who can correct it."""
    notes = list(document.catatan_transkripsi.items())
    notes += [
        (_("kolom %(nama)s") % {"nama": c.nama}, c.catatan_transkripsi)
        for c in document.pelaksana
        if c.catatan_transkripsi
    ]
    notes += [
        (_("langkah %(nomor)s") % {"nomor": s.nomor}, s.catatan_transkripsi)
        for s in document.prosedur
        if s.catatan_transkripsi
    ]
    return notes


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, office_slug: str = "", slug: str = "") -> HttpResponse:
    """Load a file: a new SOP, or a new revision of the one whose page it is."""
    at, user = timezone.now(), user_of(request)
    offices = administered(user, at)
    found = None
    if slug:
        found = get_object_or_404(Sop.objects.filter(office__in=offices), office__slug=office_slug, slug=slug)
    if not offices:
        raise Http404
    form = LoadForm(request.POST or None, request.FILES or None, slug=slug)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        name = slug or form.cleaned_data["slug"] or PurePath(upload.name).stem.lower()
        only = {found.office_id} if found else offices
        try:
            loaded = load_sops(
                [Upload(upload.name[:100], upload.read(), name)],
                by=admin_actor(user, offices, at),
                at=at,
                reason=form.cleaned_data["reason"],
                user=user,
                only_offices=only,
                through_approval=True,
            )[0]
        except FaultsFound as error:
            faults = error.faults
        else:
            messages.success(request, outcome_text(loaded.outcome, loaded.revision, loaded.updated))
            for warning in warnings_of(loaded):
                messages.warning(request, warning)
            place = [loaded.revision.sop.office.slug, loaded.slug]
            if loaded.revision.status in PREPARED:
                return redirect("revision", *place, loaded.revision.number)
            return redirect("sop", *place)
    status = 422 if request.method == "POST" else 200
    approves = ApprovalSetting.objects.filter(office__in=[found.office_id] if found else offices).exists()
    context = {"form": form, "faults": faults, "sop": found, "approves": approves}
    return render(request, "sops/sop_load.html", context, status=status)


def admin_actor(user: User, offices: set[int], at: datetime) -> Actor:
    """The user as admin of one of these offices, as the record writes it."""
    for office in Office.objects.filter(pk__in=offices).order_by("id"):
        capacity = admin_capacity(user, office, at)
        if capacity:
            return capacity.actor
    raise Http404
