"""Loading office files: adds and changes what they name, ends nothing, resets no password. All files or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction

from activity.chain import Actor
from activity.models import Activity
from activity.record import locked_stream, record
from activity.wording import as_kept
from organizations.calendars import note_change
from organizations.demo import demo_password
from organizations.models import (
    Appointment,
    Government,
    InstructionPhrase,
    Office,
    Post,
    RoleGrant,
    Unit,
    User,
)
from organizations.office_file import (
    PRACTICE,
    AppointmentEntry,
    OfficeFile,
    OfficialEntry,
    PostEntry,
    read_office,
)
from organizations.yaml_reader import Fault, FaultsFound, Source

M = TypeVar("M", bound=models.Model)
# Rows of the record whose `appointments` names those that the page of the posts changed (organizations.appointing).
ON_PAGES = (
    "appointment.made",
    "appointment.corrected",
    "appointment.ended",
    "appointment.cancelled",
    "official.moved",
)


@dataclass
class Loaded:
    """What became of one file: `outcome` is created, changed or unchanged."""

    file: str
    slug: str
    outcome: str
    changes: list[str] = field(default_factory=list)


def load_offices(files: Sequence[tuple[str, bytes]], *, by: Actor, at: datetime) -> list[Loaded]:
    """Load all of these files (name, content) in one transaction; raises FaultsFound, and nothing is saved."""
    faults: list[Fault] = []
    read: list[tuple[str, OfficeFile]] = []
    for name, data in files:
        source = Source(name)
        office = read_office(data, source)
        if office and is_taken_by_practice(office):
            source.fault(0, "perangkat_daerah", "kode ini dipakai kantor latihan; pakai kode lain")
        faults += source.faults
        if office:
            read.append((name, office))
    if faults:
        raise FaultsFound(faults)
    with transaction.atomic():
        loaded = [OfficeLoad(name, office, faults).run(by, at) for name, office in read]
        if faults:
            raise FaultsFound(faults)
    return loaded


def is_taken_by_practice(file: OfficeFile) -> bool:
    """Whether a file names an office to practise in, or its government: nothing real may stand there."""
    practised = Office.objects.filter(slug=file.slug, learner__isnull=False)
    return file.government == PRACTICE or practised.exists()


def touched_on_pages(*offices: str) -> set[tuple[str, ...]]:
    """The appointments (user name, post, kind, start) that admins made, corrected, ended or cancelled on the pages of
    these offices: a file leaves them as they are, and brings none of them back."""
    streams = [f"office:{slug}" for slug in offices]
    rows = Activity.objects.filter(stream__key__in=streams, action__in=ON_PAGES).values_list(
        "data", flat=True
    )
    return {tuple(key) for data in rows for key in data["appointments"]}


class OfficeLoad:
    """One file being written into the database."""

    def __init__(self, name: str, file: OfficeFile, faults: list[Fault]) -> None:
        self.name, self.file, self.faults = name, file, faults
        self.changes: list[str] = []

    @as_kept()
    def run(self, by: Actor, at: datetime) -> Loaded:
        """Write it, record what changed, and say what became of the file; in Indonesian, also where somebody who reads
        English begins to practise."""
        file = self.file
        stream = locked_stream(f"office:{file.slug}")
        self.government = self.put(Government, {"slug": file.government}, {"name": file.government_name})
        self.touched = touched_on_pages(file.slug)
        self.touched_wide = self.touched_of_government() if file.government_posts else self.touched
        is_new = not Office.objects.filter(slug=file.slug).exists()
        self.office = self.put(
            Office,
            {"slug": file.slug},
            {
                "government": self.government,
                "name": file.name,
                "short_name": file.short_name,
                "time_zone": file.zone,
                "address": file.address,
                "waiting_allowance": file.allowance,
                "stream": stream,
                **({} if file.tampilan is None else {"tampilan": file.tampilan}),
                **({} if file.naskah is None else {"naskah": file.naskah}),
                **({"signing_way": file.signing_way} if file.signing_way else {}),
                **({"second_factor": file.second_factor} if file.second_factor else {}),
                **({} if file.kewenangan is None else {"kewenangan_pelaksana": file.kewenangan}),
            },
        )
        self.put_units()
        self.posts = {p.slug: self.put_post(p, None) for p in file.government_posts}
        self.posts |= {p.slug: self.put_post(p, self.office) for p in file.posts}
        self.put_superiors()
        for official in file.officials:
            self.put_official(official)
        self.put_phrases()
        if self.changes:
            note_change(self.office)  # its zone, its units or its allowance may be others now
            record(stream, at=at, actor=by, action="office.loaded", file=self.name, changes=self.changes)
        outcome = "created" if is_new else "changed" if self.changes else "unchanged"
        return Loaded(self.name, file.slug, outcome, self.changes)

    def touched_of_government(self) -> set[tuple[str, ...]]:
        """The same of all offices of the government: its own posts stand in the files of all of them, and were touched
        on any of their pages."""
        offices = Office.objects.filter(government=self.government).values_list("slug", flat=True)
        return touched_on_pages(self.file.slug, *offices)

    def put(self, model: type[M], key: dict[str, Any], values: dict[str, Any]) -> M:
        """The row with that key, made or brought to these values; what changed is noted."""
        row = (
            model._default_manager.filter(**{k: v for k, v in key.items() if v is not None})
            .filter(**{f"{k}__isnull": True for k, v in key.items() if v is None})
            .first()
        )
        if row is None:
            row = model._default_manager.create(**key, **values)
            self.changes.append(f"{model._meta.verbose_name}: {row} dibuat")
            return row
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
            self.changes.append(f"{model._meta.verbose_name}: {row} diubah ({', '.join(changed)})")
        return row

    def put_units(self) -> None:
        units = {
            unit.slug: self.put(Unit, {"office": self.office, "slug": unit.slug}, {"name": unit.name})
            for unit in self.file.units
        }
        for unit in self.file.units:
            parent = units.get(unit.parent)
            self.put(Unit, {"office": self.office, "slug": unit.slug}, {"parent": parent})
        self.units = units

    def put_phrases(self) -> None:
        """The file's phrases in its order, then those that it does not name."""
        others = self.office.instruction_phrases.exclude(text__in=self.file.phrases)
        for order, text in enumerate([*self.file.phrases, *others.values_list("text", flat=True)]):
            self.put(InstructionPhrase, {"office": self.office, "text": text}, {"order": order})

    def put_post(self, post: PostEntry, office: Office | None) -> Post:
        return self.put(
            Post,
            {"government": self.government, "office": office, "slug": post.slug},
            {"title": post.title, "unit": self.units.get(post.unit)},
        )

    def put_superiors(self) -> None:
        for entry in (*self.file.government_posts, *self.file.posts):
            post = self.posts[entry.slug]
            self.put(Post, {"pk": post.pk}, {"superior": self.posts.get(entry.superior)})
        if self.file.head:
            self.put(Office, {"pk": self.office.pk}, {"head": self.posts[self.file.head]})

    def put_official(self, entry: OfficialEntry) -> None:
        is_new = not User.objects.filter(username=entry.username).exists()
        if entry.nip and User.objects.filter(nip=entry.nip).exclude(username=entry.username).exists():
            self.fault(entry.line, f"NIP {entry.nip} sudah dipakai orang lain")
            return
        user = self.put(
            User,
            {"username": entry.username},
            {
                "name": entry.name,
                "nip": entry.nip,
                "rank": entry.rank,
                "grade": entry.grade,
                # An address that an invitation gave stays, where the file has none.
                **({"email": entry.email} if entry.email else {}),
                "is_active": entry.signs_in and not self.deactivated(entry.username),
                "is_demo": entry.is_demo,
            },
        )
        if is_new:
            user.set_password(
                demo_password(user) if settings.DEMO and user.is_demo and user.is_active else None
            )
            user.save(update_fields=["password"])
        self.put_appointments(user, entry)
        for role in entry.roles:
            self.put_grant(user, role)

    def deactivated(self, username: str) -> bool:
        """Whether an admin took the account out of use: that is undone on its page, not by a file."""
        return User.objects.filter(username=username, deactivated_at__isnull=False).exists()

    def put_appointments(self, user: User, entry: OfficialEntry) -> None:
        for wanted in entry.appointments:
            post = self.posts[wanted.post]
            touched = self.touched if post.office_id else self.touched_wide
            if (user.username, post.slug, wanted.kind, wanted.start.isoformat()) in touched:
                continue
            if post.abolished_at:
                self.fault(entry.line, f"jabatan {post.title} sudah dihapus; pakai kode lain untuk yang baru")
                continue
            other = self.held_by_another(user, post, wanted)
            if other:
                self.fault(
                    entry.line,
                    f"jabatan {post.title} sudah dipegang {other.user.name} sejak {other.start_date}; "
                    "akhiri penugasan itu dulu, pemuatan tidak mengakhiri apa pun",
                )
                continue
            self.put(
                Appointment,
                {"user": user, "post": post, "kind": wanted.kind, "start_date": wanted.start},
                {
                    "end_date": wanted.end,
                    "order_letter": wanted.letter,
                    "order_date": wanted.letter_date,
                },
            )

    def held_by_another(self, user: User, post: Post, wanted: AppointmentEntry) -> Appointment | None:
        """An appointment of the same layer, other than the wanted one itself, on some day of its time."""
        layer = Appointment.objects.filter(post=post).exclude(
            user=user, start_date=wanted.start, kind=wanted.kind
        )
        is_definitive = models.Q(kind="definitif")
        layer = layer.filter(is_definitive if wanted.kind == "definitif" else ~is_definitive)
        if wanted.end:
            layer = layer.filter(start_date__lt=wanted.end)
        layer = layer.filter(models.Q(end_date=None) | models.Q(end_date__gt=wanted.start))
        return layer.select_related("user").first()

    def put_grant(self, user: User, role: str) -> None:
        wide = role == "admin_pemerintah"
        where = (
            {"office": None, "government": self.government}
            if wide
            else {"office": self.office, "government": None}
        )
        if not RoleGrant.objects.filter(user=user, role=role, **where).exists():
            self.put(RoleGrant, {"user": user, "role": role, **where}, {"start_date": self.file.since})

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.name, line, "pejabat", message))
