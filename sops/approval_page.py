"""What the page of a revision shows of its approval: the way it goes, what was said, what one may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Signature
from organizations.capacity import Capacity
from organizations.kewenangan import warning_text
from organizations.models import Office
from sops.approval_forms import PenetapanForm, ReasonForm, ScanForm, SignForm, SubmitForm
from sops.approving import between, open_levels, said_in, setting_of, submission_of, verdict_on
from sops.comparing import Change, differences
from sops.enforcing import may_send_back
from sops.models import (
    ApprovalSetting,
    ReviewVerdict,
    Revision,
    RevisionApproval,
    RevisionStatus,
    Submission,
)
from sops.permissions import (
    Verdict,
    may_attest,
    may_initial,
    may_manage,
    may_revoke,
    may_set,
    may_submit,
    may_withdraw,
    warned_of_setting,
)
from sops.signing_sheet import is_signed, signature_of, signs_here
from sops.storing import document_of

DONE, NOW, LATER = "selesai", "sekarang", "nanti"
DRAFT, IN_REVIEW, APPROVED, IN_FORCE = (
    RevisionStatus.DRAFT,
    RevisionStatus.IN_REVIEW,
    RevisionStatus.APPROVED,
    RevisionStatus.IN_FORCE,
)


@dataclass(frozen=True)
class Stage:
    """A part of the way of a revision, who it is for, and whether it is done, now, or later."""

    name: str
    who: str
    state: str


@dataclass(frozen=True)
class Button:
    """Something that can be done with the revision as it stands, with the reason where one may not."""

    name: str
    label: str
    url: str
    denied: str
    form: forms.Form | None
    hint: str = ""
    is_dangerous: bool = False


@dataclass
class Approval:
    """A revision with all that its approval is about, read once, and the capacities of who looks at it."""

    revision: Revision
    mine: Sequence[Capacity]
    at: datetime
    setting: ApprovalSetting | None = field(init=False)
    submission: Submission | None = field(init=False)
    said: list[RevisionApproval] = field(init=False)
    signature: Signature | None = field(init=False)

    def __post_init__(self) -> None:
        self.setting = setting_of(self.office)
        self.submission = submission_of(self.revision)
        self.said = said_in(self.submission) if self.submission else []
        self.signature = signature_of(self.revision)

    @property
    def office(self) -> Office:
        """Whose SOP it is."""
        return self.revision.sop.office

    @property
    def is_signed(self) -> bool:
        """Whether its sheet is signed."""
        return is_signed(self.revision)

    def verdict(self, name: str, by: Capacity) -> Verdict:
        """Whether that capacity may do it."""
        revision, office, submission = self.revision, self.office, self.submission
        review = partial(verdict_on, by, revision, submission, self.said, self.at)
        questions: dict[str, Callable[[], Verdict]] = {
            "submit": lambda: may_submit(by, revision, office, self.setting),
            "withdraw": lambda: may_withdraw(by, revision, submission),
            "agree": review,
            "send-back": lambda: may_send_back(by, revision, review),
            "initial": lambda: may_initial(by, revision, self.between, {row.post_id for row in self.said}),
            "sign": lambda: may_set(by, revision, office, is_signed=self.is_signed),
            "attest": lambda: may_attest(by, revision, office, is_signed=self.is_signed),
            "revoke": lambda: may_revoke(by, revision, office),
            "penetapan": lambda: may_manage(by, office),
        }
        return questions[name]()

    @property
    def between(self) -> list[int]:
        """The ids of the posts that may add a paraf."""
        return [post.pk for post in between(self.submission, self.office)] if self.submission else []

    def capacity_for(self, name: str) -> tuple[Capacity | None, Verdict]:
        """The first of one's capacities that may do it; else none, with the reason why not."""
        last = Verdict(_("Tidak ada jabatan atau peran Anda yang dapat melakukan ini."))
        for by in self.mine:
            last = self.verdict(name, by)
            if last:
                return by, last
        return None, last

    def buttons(self, bound: dict[str, forms.Form]) -> list[Button]:
        """What can be done now; `bound` has forms that were refused, by the name of their button."""
        found = []
        for name, label, form, hint in self.offered():
            by, verdict = self.capacity_for(name)
            if name == "sign" and by and (warned := warned_of_setting(by, self.office)):
                hint = f"{hint} {warning_text(warned)}".strip()
            denied = verdict.reason
            place = [self.office.slug, self.revision.sop.slug, self.revision.number]
            url = reverse(f"revision-{name}", args=place)
            is_dangerous = name in ("revoke", "send-back", "withdraw")
            found.append(Button(name, label, url, denied, bound.get(name) or form, hint, is_dangerous))
        return found

    def offered(self) -> list[tuple[str, str, forms.Form | None, str]]:
        """The buttons that the status has: name, label, form, and what should be known before."""
        status, revision = self.revision.status, self.revision
        penetapan = ("penetapan", _("Simpan dasar penetapan"), PenetapanForm(revision), "")
        if status == DRAFT:
            form = SubmitForm(self.office, self.setting) if self.setting else None
            return [("submit", _("Ajukan untuk direviu"), form, self.second_level)]
        initial = [("initial", _("Bubuhkan paraf"), None, "")] if self.between else []
        if status == IN_REVIEW:
            back = ("send-back", _("Kembalikan"), ReasonForm(), _("Draf kembali kepada penyusunnya."))
            return [
                ("agree", _("Setujui"), None, ""),
                back,
                *initial,
                ("withdraw", _("Tarik kembali"), None, _("Draf tidak lagi menunggu reviu.")),
            ]
        if status == APPROVED and not self.is_signed:
            sign = [("sign", _("Tetapkan dan tanda tangani"), SignForm(), self.printed)]
            back = ("send-back", _("Kembalikan"), ReasonForm(), _("Draf kembali kepada penyusunnya."))
            by_hand = (
                _("Cetak lembarnya, tanda tangani dan cap, lalu unggah pindaiannya. %(on_paper)s")
                % {"on_paper": self.on_paper}
            ).strip()
            attest = ("attest", _("Unggah lembar yang ditandatangani basah"), ScanForm(), by_hand)
            return [*(sign if signs_here(revision) else []), attest, *initial, back, penetapan]
        if status == APPROVED:
            return [penetapan]
        if status == IN_FORCE:
            hint = _("Kasus yang berjalan tetap diteruskan; kasus baru tidak dapat dimulai.")
            return [penetapan, ("revoke", _("Cabut SOP"), ReasonForm(), hint)]
        return []

    @property
    def second_level(self) -> str:
        """Who verifies at the second level, said before it is sent."""
        if self.setting is None:
            return ""
        level2 = self.setting.level2
        if level2 is None:
            return _("Tingkat 2 (unit pembina organisasi) tidak diminta oleh pengaturan kantor ini.")
        return _("Sesudah itu diverifikasi %(title)s.") % {"title": level2.title}

    @property
    def printed(self) -> str:
        """Whom the content names as its signatory, where that may be somebody else."""
        name = self.revision.disahkan_oleh.get("nama", "")
        if not name:
            return _("Nama Anda tercetak pada cap tanda tangan di lembar.")
        return _(
            "Isi SOP menyebut “%(name)s” pada Disahkan oleh; lembar resmi memuat nama Anda sebagai "
            "penanda tangan."
        ) % {"name": name}

    @property
    def on_paper(self) -> str:
        """Whom the print names; it is signed by hand beside that very name."""
        name = self.revision.disahkan_oleh.get("nama", "")
        return (
            _("Lembarnya mencetak “%(name)s”; pastikan dialah yang menandatangani.") % {"name": name}
            if name
            else ""
        )

    @property
    def is_under_way(self) -> bool:
        """Whether it is not in force yet: then its first button is what waits to be done."""
        return self.revision.status in (DRAFT, IN_REVIEW, APPROVED)

    def stages(self) -> list[Stage]:
        """The way: draft, the levels that are asked, the head, in force."""
        status, submission = self.revision.status, self.submission
        setting = self.setting
        level1 = submission.level1 if submission else setting.level1 if setting else None
        level2 = submission.level2 if submission else setting.level2 if setting else None
        open_ones = open_levels(submission, self.said) if submission and status != DRAFT else [1, 2]
        at_level = open_ones[0] if status == IN_REVIEW and open_ones else 0
        ended = status in (IN_FORCE, RevisionStatus.SUPERSEDED, RevisionStatus.REVOKED)
        passed = ended or status == APPROVED

        def state(is_done: bool, is_now: bool) -> str:
            return DONE if is_done else NOW if is_now else LATER

        second = level2.title if level2 else _("tidak diminta kantor ini")
        return [
            Stage(_("Draf"), _("penyusun"), state(status != DRAFT, status == DRAFT)),
            Stage(
                _("Reviu tingkat 1"),
                level1.title if level1 else _("dipilih saat mengajukan"),
                state(passed or at_level == 2, at_level == 1),
            ),
            Stage(_("Verifikasi tingkat 2"), second, state(passed, at_level == 2)),
            Stage(
                _("Penetapan dan tanda tangan"),
                self.office.head.title if self.office.head else "-",
                state(ended or self.is_signed, status == APPROVED and not self.is_signed),
            ),
            Stage(_("Berlaku"), "", state(ended, status == APPROVED and self.is_signed)),
        ]

    @property
    def has_way(self) -> bool:
        """Whether it goes, or went, the way of approval."""
        return self.submission is not None or self.is_under_way

    @property
    def sent_back(self) -> RevisionApproval | None:
        """Why a draft came back the last time."""
        last = self.said[-1] if self.said else None
        is_back = self.revision.status == DRAFT and last and last.verdict == ReviewVerdict.SENT_BACK
        return last if is_back else None


def changes_of(revision: Revision) -> tuple[Revision | None, list[tuple[str, list[Change]]]]:
    """The revision in force beside this one, and how they differ."""
    now = Revision.objects.filter(sop=revision.sop, status=IN_FORCE).exclude(pk=revision.pk).first()
    if now is None:
        return None, []
    now.sop = revision.sop
    return now, differences(document_of(now), document_of(revision))
