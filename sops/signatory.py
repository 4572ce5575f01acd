"""How a signature block words an official: in what capacity, whose place they hold, who they are. No Django."""

from sops.document import Signatory

BEFORE = ("Plt.", "Plh.", "Pj.", "a.n.")  # they stand before the office that is acted for


def title_lines(signatory: Signatory) -> list[str]:
    """The office, line by line.

    ` / ` in `jabatan` parts the office that is acted for from the official's own: with `a.n.` "a.n. BUPATI" and below
    it "SEKRETARIS DAERAH"; `u.b.` stands on a line of its own before the last of them, and the first gets its "a.n.".
    """
    parts = [part.strip() for part in signatory.jabatan.split(" / ") if part.strip()]
    if not parts:
        return [signatory.kapasitas] if signatory.kapasitas else []
    if signatory.kapasitas in BEFORE:
        return [f"{signatory.kapasitas} {parts[0]}", *parts[1:]]
    if signatory.kapasitas == "u.b.":
        if len(parts) == 1:
            return [f"u.b. {parts[0]}"]
        return [f"a.n. {parts[0]}", *parts[1:-1], "u.b.", parts[-1]]
    return parts


def name_lines(signatory: Signatory) -> list[str]:
    """Name, pangkat and NIP, as far as the paper has them."""
    nip = f"NIP {signatory.nip}" if signatory.nip else ""
    return [line for line in (signatory.nama, signatory.pangkat, nip) if line]
