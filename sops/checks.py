"""Faults that only the whole document shows: names that lead nowhere, steps that no case reaches. No Django."""

from collections import Counter

from activity.words import _
from organizations.waktu import UnreadableWaktu
from organizations.yaml_reader import Fields
from sops.document import LANJUT, SELESAI, SopDocument, Step
from sops.graph import (
    UnknownTarget,
    acts_alone,
    forward_answers,
    leads_to_end,
    needs_several_acts,
    reachable,
    step_named,
    target,
)

MAX_LABEL = 40


def check_document(document: SopDocument, lines: dict[int, Fields], top: Fields) -> None:
    """Note every fault of the document; `lines` has the fields of each step by its order."""
    for step in document.prosedur:
        check_actors(document, step, lines[step.order])
        check_waktu(step, lines[step.order])
    check_codes(document, lines)
    for step in document.prosedur:
        check_decision(document, step, lines[step.order])
    check_settings(document, top)
    if not top.source.faults:
        for step in document.prosedur:
            check_decider(document, step, lines[step.order])
        check_reach(document, lines)


def check_actors(document: SopDocument, step: Step, fields: Fields) -> None:
    known = {column.key for column in document.pelaksana}
    for key in step.pelaksana:
        if key not in known:
            message = _("“%(key)s” bukan kolom; yang ada: %(known)s")
            fields.fault("pelaksana", message % {"key": key, "known": ", ".join(sorted(known))})
    if len(set(step.pelaksana)) < len(step.pelaksana):
        fields.fault("pelaksana", _("ada kolom yang ditulis dua kali"))


def check_waktu(step: Step, fields: Fields) -> None:
    try:
        step.mutu_baku  # noqa: B018  reading it is the check
    except UnreadableWaktu:
        message = _(
            "“%(waktu)s” bukan waktu; tulis angka dan satuan (menit, jam, hari, minggu, bulan), misalnya "
            "1 jam 30 menit, atau kosongkan"
        )
        fields.fault("waktu", message % {"waktu": step.waktu[:40]})


def check_codes(document: SopDocument, lines: dict[int, Fields]) -> None:
    counts = Counter(step.kode for step in document.prosedur if step.kode)
    numbers = {step.nomor for step in document.prosedur}
    for step in document.prosedur:
        if counts[step.kode] > 1 and step.kode:
            message = _("“%(kode)s” dipakai lebih dari satu langkah")
            lines[step.order].fault("kode", message % {"kode": step.kode})
        if step.kode and (step.kode in numbers or step.kode in (LANJUT, SELESAI)):
            lines[step.order].fault("kode", _("“%(kode)s” sudah berarti lain") % {"kode": step.kode})


def check_decision(document: SopDocument, step: Step, fields: Fields) -> None:
    if fields.has("keputusan") and len(step.keputusan) < 2:
        message = _("sebuah keputusan memerlukan dua jawaban atau lebih, misalnya %(example)s")
        fields.fault("keputusan", message % {"example": "{Ya: lanjut, Tidak: 5}"})
    labels = Counter(answer.label.casefold() for answer in step.keputusan)
    for answer in step.keputusan:
        name = f"keputusan.{answer.label[:MAX_LABEL]}"
        if labels[answer.label.casefold()] > 1 or not answer.label or len(answer.label) > MAX_LABEL:
            message = _("jawaban “%(label)s” kembar, kosong, atau terlalu panjang")
            fields.fault("keputusan", message % {"label": answer.label[:MAX_LABEL]})
        try:
            if target(document.prosedur, step, answer) == step.order:
                message = _("%(answer)s: jawaban tidak boleh menunjuk langkahnya sendiri")
                fields.fault("keputusan", message % {"answer": name})
        except UnknownTarget as reason:
            message = _("%(answer)s: %(reason)s; tulis lanjut, selesai, atau nomor/kode sebuah langkah")
            fields.fault("keputusan", message % {"answer": name, "reason": reason})


def check_decider(document: SopDocument, step: Step, fields: Fields) -> None:
    """In a joint step with several forward answers one column decides (semantics: Answers)."""
    if step.penentu:
        if step.penentu not in step.pelaksana:
            message = _("“%(penentu)s” bukan pelaksana langkah ini")
            fields.fault("penentu", message % {"penentu": step.penentu})
        elif not acts_alone(document.column(step.penentu)):
            fields.fault("penentu", _("harus kolom yang diwakili satu jabatan saja"))
    elif needs_several_acts(document, step) and len(forward_answers(document.prosedur, step)) > 1:
        fields.fault(
            "penentu",
            _("wajib diisi: langkah bersama ini punya beberapa jawaban maju, sebut kolom yang menentukan"),
        )


def check_reach(document: SopDocument, lines: dict[int, Fields]) -> None:
    reached, ending = reachable(document.prosedur), leads_to_end(document.prosedur)
    for step in document.prosedur:
        if step.order not in reached:
            message = _("langkah %(nomor)s tidak pernah dicapai dari langkah pertama")
            lines[step.order].fault("", message % {"nomor": step.nomor})
        elif step.order not in ending:
            message = _("dari langkah %(nomor)s kasus tidak pernah dapat selesai")
            lines[step.order].fault("", message % {"nomor": step.nomor})


def check_settings(document: SopDocument, top: Fields) -> None:
    """Steps that `pengaturan` names must be there."""
    returns = document.pengaturan.get("kembali_ke", {})
    named = [
        *document.pengaturan.get("strategis", ()),
        *returns,
        *(name for names in returns.values() for name in names),
    ]
    for name in named:
        try:
            step_named(document.prosedur, name)
        except UnknownTarget as reason:
            top.fault("pengaturan", str(reason))
            return
    for name, goals in returns.items():
        step = step_named(document.prosedur, name)
        for goal in goals:
            if step_named(document.prosedur, goal).order >= step.order:
                message = _("kembali_ke: langkah %(goal)s tidak berada sebelum langkah %(step)s")
                top.fault("pengaturan", message % {"goal": goal, "step": name})
