"""The forms of running a case. What is asked follows from the step; the action checks it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import StoredFile
from documents.naskah.kinds import lacking, shared
from documents.shown_texts import shown
from documents.storing import discard, store
from organizations.models import Post
from workflows.act_fields import DONE, MAKE, NOTE, fields_of
from workflows.acting import Act
from workflows.errors import Incomplete
from workflows.naskah_fields import PREFIX, name_of, values_of
from workflows.presenting.act import ActPage
from workflows.presenting.act_values import Making
from workflows.presenting.obstacles import pk_obstacle
from workflows.signing_acts import NO_SCAN


@dataclass(frozen=True)
class Group:
    """Fields that stand together; those of a paper with what it is."""

    role: str
    fields: list[forms.BoundField]
    making: Making | None = None


class ActForm(forms.Form):
    """What the step asks of the official (semantics: What acting asks)."""

    def __init__(self, page: ActPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields.update(dict(fields_of(page)))

    def clean(self) -> dict[str, Any]:
        """What a paper that is to be made must have, is asked here: an uploaded one needs none of it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        asked = self.to_make(data)
        for making, (_kind, values) in zip(asked, self.filled_forms(asked, data), strict=True):
            for field in lacking(making.kind, values):
                name = name_of(making.kind, field)
                if name not in self.errors:
                    self.add_error(name, _("Isi “%(field)s”.") % {"field": shown(field.label)})
        part = self.page.signing
        is_electronic = part and part.is_electronic and not part.owes_by_hand and not data.get("by_hand")
        if is_electronic and data.get("file") and not self.is_return:
            self.add_error("file", str(NO_SCAN))
        if obstacle := pk_obstacle(self.page, asked):
            self.add_error("cara" if "cara" in self.fields else None, obstacle)
        return data

    def tell(self, lack: Incomplete) -> None:
        """Say what the act lacks, at the field of the way that was chosen: the page hides those of the other ways."""
        name = lack.field
        if name == "file" and "cara" in self.fields:
            name = {NOTE: "text", MAKE: "cara", DONE: "cara"}.get(self.data.get("cara", ""), name)
        self.add_error(name if name in self.fields else None, lack.message)

    @property
    def is_return(self) -> bool:
        """Whether the answer sends the case back."""
        answer = self.cleaned_data.get("answer")
        return any(way.is_return and way.label == answer for way in self.page.next_steps)

    def to_make(self, data: dict[str, Any]) -> list[Making]:
        """The papers that were asked for, none where one sends back; an uploaded file goes before them."""
        if any(way.is_return and way.label == data.get("answer") for way in self.page.next_steps):
            return []
        is_made = "cara" not in self.fields or (data.get("cara") == MAKE and not data.get("file"))
        asked = list(self.page.makes) if is_made else []
        is_missing = data.get("kelengkapan_buat") and not data.get("kelengkapan_file")
        return asked + (self.page.makes_missing if is_missing else [])

    @staticmethod
    def filled_forms(asked: list[Making], data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        """Each kind with what was filled in for it; what is said of a meeting is typed once."""
        return shared([(making.kind.key, values_of(making.kind, data)) for making in asked])

    def unchecked(self) -> "ActForm":
        """The form with everything typed and nothing said about it: only more rows were asked for."""
        self._errors = ErrorDict()
        return self

    @property
    def act(self) -> tuple[Act, list[StoredFile]]:
        """The act as filled in, its files stored; and those files, to be discarded where the act is refused."""
        data = self.cleaned_data
        stored = {name: self.stored(data[name]) for name in ("file", "kelengkapan_file") if data.get(name)}
        return self.filled_in(stored), list(stored.values())

    def filled_in(self, stored: Mapping[str, StoredFile]) -> Act:
        """The act with these files."""
        data = self.cleaned_data
        asked = self.to_make(data)
        forms = list(zip(asked, self.filled_forms(asked, data), strict=True))
        receipt = self.page.receipt if data.get("receipt") else None
        return Act(
            answer=data.get("answer", ""),
            note=data.get("note", ""),
            instructions=tuple(data.get("instructions", ())),
            file=stored.get("file"),
            text=data.get("text", ""),
            attendance=data.get("attendance", ""),
            receiver=data.get("receiver", ""),
            received_date=data.get("received_date"),
            copies=data.get("copies") or 1,
            drafts=tuple(filled for making, filled in forms if making in self.page.makes),
            drafts_missing=tuple(filled for making, filled in forms if making in self.page.makes_missing),
            receipt=values_of(receipt.kind, data) if receipt else None,
            outside_party=data.get("outside_party", ""),
            outside_date=data.get("outside_date"),
            kelengkapan_file=stored.get("kelengkapan_file"),
            kelengkapan_outside=data.get("kelengkapan_outside", False),
            from_outside=data.get("from_outside", False),
            by_hand=data.get("by_hand", False),
            returned_paper=data.get("returned_paper"),
            same_file=data.get("same_file", False),
            vouched=data.get("vouched", False),
            unsigned_reason=data.get("unsigned_reason", ""),
            chosen={c.key: data[f"chosen_{c.key}"] for c in self.page.choices if data.get(f"chosen_{c.key}")},
        )

    @property
    def groups(self) -> list["Group"]:
        """The fields as the page shows them: those of a paper together under its name."""
        found: list[Group] = []
        for making, role in [
            *((m, "made") for m in self.page.makes),
            *((m, "made-missing") for m in self.page.makes_missing),
            *((m, "receipt") for m in ([self.page.receipt] if self.page.receipt else [])),
        ]:
            fields = [self[name_of(making.kind, field)] for field in making.kind.fields]
            found.append(Group(role, fields, making))
        after = {
            "cara": "made",
            "kelengkapan_buat": "made-missing",
            "receipt": "receipt",
            "instructions": "made",
        }
        ordered: list[Group] = []
        for field in self.visible_fields():
            if not field.name.startswith(PREFIX):
                ordered.append(Group({"file": "upload", "text": "written"}.get(field.name, ""), [field]))
                ordered += [group for group in found if group.role == after.get(field.name)]
        ordered += [group for group in found if group not in ordered]
        return ordered

    def stored(self, upload: UploadedFile) -> StoredFile:
        """The upload, kept."""
        return store(upload, office=self.page.office, by=self.page.capacity.user, at=self.page.at)

    @staticmethod
    def discard(files: list[StoredFile]) -> None:
        """Remove files of a refused act: nothing of it is kept."""
        for file in files:
            discard(file)


class ReasonForm(forms.Form):
    """A reason that the record keeps."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class SubjectsForm(forms.Form):
    """Posts whose Perjanjian Kinerja is added to a case."""

    posts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Jabatan"), queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, posts: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].queryset = posts  # type: ignore[attr-defined]
