"""Whom the text of a Perjanjian Kinerja names, where somebody else signs it: a Plt. appointed since, a successor.

A signature changes no text: the stamp says who signed, the words above it stay. It is told, and stops nothing.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from documents.models import Naskah, Signature
from documents.pk_paper import PkPaper, PkParty, party_of
from organizations.capacity import Capacity

FIRST = "ttd-pertama"  # the field of pihak pertama (workflows.laying_down)


def named_otherwise(owed: Iterable[tuple[Signature, Capacity]]) -> dict[int, str]:
    """By paper, what to tell whoever is to give these signatures, where its text names another one. Each signature with
    its paper and office. One query, none where nothing is owed on a Perjanjian Kinerja that was made here."""
    made = [(each, by) for each, by in owed if each.paper.perjanjian_kinerja_id and each.paper.naskah_id]
    if not made:
        return {}
    wanted = {each.paper.naskah_id or 0 for each, _ in made}
    facts = dict(Naskah.objects.filter(pk__in=wanted).values_list("pk", "facts"))
    found: dict[int, str] = {}
    for each, by in made:
        printed = printed_of(facts[each.paper.naskah_id or 0], each.paper.perjanjian_kinerja_id or 0)
        if printed and (text := told(each, printed, by)):
            found[each.paper_id] = text
    return found


def printed_of(facts: dict[str, object], pk: int) -> PkPaper | None:
    """What was printed of this Perjanjian Kinerja."""
    ids, papers = facts.get("pk_ids"), facts.get("pk")
    if not isinstance(ids, list) or not isinstance(papers, list) or pk not in ids:
        return None
    return PkPaper.from_json(papers[ids.index(pk)])


def told(signature: Signature, printed: PkPaper, by: Capacity) -> str:
    """The words for whoever signs as this party; nothing where the text names them so."""
    party = printed.first if signature.field == FIRST else printed.second
    if party is None or by.post is None:
        return ""
    now = party_of(by.post, by, signature.paper.office, "")
    if (party.name, party.jabatan) == (now.name, now.jabatan):
        return ""
    return _(
        "Teks “%(paper)s” menyebut %(before)s; sekarang yang menandatangani %(now)s. Tanda tangan "
        "tidak mengubah teks itu. Bila teksnya harus menyebut pejabat yang sekarang, kembalikan "
        "naskahnya: versi yang baru disusun dengan nama dan jabatan yang benar."
    ) % {"paper": signature.paper.title, "before": whom(party), "now": whom(now)}


def whom(party: PkParty) -> str:
    """A party in words."""
    return (
        _("%(name)s sebagai %(jabatan)s") % {"name": party.name, "jabatan": party.jabatan}
        if party.name
        else _("%(jabatan)s tanpa nama pejabat") % {"jabatan": party.jabatan}
    )
