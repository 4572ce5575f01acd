"""What a signature block says of its official: in what capacity, by name, pangkat and NIP, as the paper demands it.

Permendagri 1/2023 ps.44: names on papers that rule or decree (pengaturan, penetapan) bear no gelar; heads of regions
and their deputies bear neither pangkat nor NIP.
"""

import re
from dataclasses import dataclass

from documents.printing.paper import full_title
from organizations.capacity import Capacity
from organizations.models import Office, Post

DECREEING = frozenset({"sk_tim"})  # kinds that decree
TITLES = re.compile(r"^(?:(?:Prof|Dr|Ir|Drs|Dra|H|Hj|K\.H|Apt|Ns|drg|drh)\.\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """The lines of a block: the capacity (several lines with a.n. and u.b.), then who it is."""

    capacity: tuple[str, ...]
    name: str
    rank: str = ""
    nip: str = ""

    @property
    def lines(self) -> list[str]:
        """All of it, as it is kept and shown."""
        nip = f"NIP {self.nip}" if self.nip else ""
        return [line for line in (*self.capacity, self.name, self.rank, nip) if line]


def block_of(by: Capacity, office: Office, kind: str, instead_of: tuple[Post, ...] = ()) -> Block:
    """The block of somebody in a capacity on a paper of this kind.

    `instead_of`: the superior for whom they sign (a.n.), or that one and the official between (a.n. … u.b.).
    """
    own = full_title(by.printed, office.name if by.post and by.post.office_id == office.pk else "")
    person = by.user
    name = plain_name(person.name) if kind in DECREEING else person.name
    capacity = capacity_lines(own, [full_title(post.title, office.name) for post in instead_of])
    if is_head_of_region(by.post):
        return Block(capacity, name)
    rank = ", ".join(part for part in (person.rank, person.grade) if part)
    return Block(capacity, name, rank, person.printed_nip)


def capacity_lines(own: str, instead_of: list[str]) -> tuple[str, ...]:
    """ "a.n. KEPALA DINAS / Sekretaris", and with u.b. "a.n. BUPATI / SEKRETARIS DAERAH / u.b. / Asisten"."""
    if not instead_of:
        return (own,)
    if len(instead_of) == 1:
        return (f"a.n. {instead_of[0]}", own)
    return (f"a.n. {instead_of[0]}", instead_of[1], "u.b.", own)


def is_head_of_region(post: Post | None) -> bool:
    """Whether the post is that of a governor, bupati or wali kota: the government's own, under nobody."""
    return post is not None and post.office_id is None and post.superior_id is None


def plain_name(name: str) -> str:
    """A name without gelar: "Dr. Ir. Contoh Nama, S.T., M.T." is "Contoh Nama"."""
    return TITLES.sub("", name.partition(",")[0]).strip() or name
