"""`make bench-sign`: what one signature costs beside pyHanko's own on the same file. BENCH="--rounds 40" passes on.

Ours is the whole of it: opening the key under its guard, laying out the stamp, locking, signing, storing the bytes, the
rows and the record on a PostgreSQL that has every commit on its disk. pyHanko opens the same PKCS#12 and signs the
same bytes with a stamp that lies ready. The last line is the ratio; exit status 1 above 2.
"""

import argparse
import gc
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django

from bench.__main__ import set_environment
from tests.private_servers import PrivatePostgres, ServerFailed

MOST = 2.0
POST = "kepala-dinas"
VALUES = {
    "kepada": "Kepala Bagian Organisasi Sekretariat Daerah",
    "di": "Tarakan",
    "isi": [{"naskah": "Perjanjian Kinerja 2026", "banyaknya": "2 berkas", "keterangan": "Untuk diteliti"}],
    "tempat": "Tarakan",
    "tembusan": ["Inspektur Kota Tarakan"],
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-sign", description="Mengukur biaya satu tanda tangan")
    parser.add_argument("--rounds", type=int, default=25, help="jumlah putaran (25)")
    asked = parser.parse_args()
    try:
        with PrivatePostgres(fsync=True) as server, tempfile.TemporaryDirectory(prefix="sopflow-") as data:
            set_environment(server.url, Path(data))
            django.setup()
            return 0 if bench(asked.rounds, Path(data)) <= MOST else 1
    except ServerFailed as failure:
        print(failure, file=sys.stderr)
        return 1


@dataclass
class Sides:
    """What both sides sign, and with what."""

    officials: Any
    letter: Any  # a paper of which every round signs a copy
    container: Path
    stamp: Path

    def paper(self) -> Any:
        """The awaited signature of a paper of its own, with the bytes of the letter."""
        from documents.models import Signature, SignedPaper
        from tests.signing_papers import awaited

        copy = SignedPaper.objects.get(pk=self.letter.pk)
        copy.pk, copy.token = None, copy._meta.get_field("token").get_default()
        copy.save(force_insert=True)
        Signature.objects.create(paper=copy, order=1, field="ttd-1", post=self.officials.posts[0])
        return awaited(copy)[0]


def bench(rounds: int, data: Path) -> float:
    """All rounds, the ratio at the end."""
    sides = prepared(data)
    for _ in range(2):
        ours(sides)()
        theirs(sides)()
    gc.collect()
    gc.freeze()
    print(f"Milidetik untuk satu tanda tangan\n\n{'putaran':<10}{'SOPFlow':>10}{'pyHanko':>10}{'rasio':>8}")
    results: list[tuple[float, float]] = []
    for number in range(rounds):
        acts = {"ours": ours(sides), "theirs": theirs(sides)}
        order = list(acts) if number % 2 == 0 else list(reversed(acts))
        took = {name: milliseconds(acts[name]) for name in order}
        results.append((took["ours"], took["theirs"]))
        print_line(str(number + 1), *results[-1])
    ratio = median(mine / alone for mine, alone in results)
    print_line("median", median(mine for mine, _ in results), median(alone for _, alone in results))
    print(f"\nratio {ratio:.2f}")
    return ratio


def prepared(data: Path) -> Sides:
    """An office, an official with a key, a letter that waits for the signature, and its stamp."""
    from bench.stage import load_everything
    from documents.signing.block import block_of
    from documents.signing.stamp import stamp_pdf
    from tests.signing_papers import Officials, of_letter, the_office

    load_everything()
    officials = Officials(now(), [POST])
    by = officials.seats[officials.posts[0].pk]
    signer = {"jabatan": by.printed, "name": by.user.name, "rank": "", "nip": "", "note": ""}
    letter = of_letter(officials.posts, now(), VALUES, {"penandatangan": signer})
    box = letter.boxes["ttd-1"]
    sides = Sides(officials, letter, data / "kunci.p12", data / "stempel.pdf")
    sides.container.write_bytes(bytes(officials.pens[officials.posts[0].pk].row.container))
    block = block_of(by, the_office(), letter.kind)
    sides.stamp.write_bytes(stamp_pdf(block, "http://localhost/", letter.way, box[3], box[4]))
    return sides


def ours(sides: Sides) -> Callable[[], object]:
    """All that the product does when an official gives one signature."""
    from documents.signing.signing import sign
    from tests.signing_papers import PASSPHRASE

    signature = sides.paper()
    by = sides.officials.seats[signature.post_id]
    return lambda: sign(signature, by=by, at=now(), passphrase=PASSPHRASE)


def theirs(sides: Sides) -> Callable[[], object]:
    """pyHanko alone, as its own documentation signs."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.stamp import StaticStampStyle

    from tests.signing_papers import PASSPHRASE

    def sign() -> object:
        signer = SimpleSigner.load_pkcs12(str(sides.container), passphrase=PASSPHRASE.encode())
        style = StaticStampStyle.from_pdf_file(str(sides.stamp), border_width=0, background_opacity=1.0)
        metadata = PdfSignatureMetadata(
            field_name="ttd-1", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        with sides.letter.base.file.open("rb") as file, tempfile.TemporaryFile() as target:
            writer = IncrementalPdfFileWriter(file)
            return PdfSigner(metadata, signer=signer, stamp_style=style).sign_pdf(writer, output=target)

    return sign


def now() -> datetime:
    return datetime.now(UTC)


def milliseconds(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


def print_line(name: str, mine: float, alone: float) -> None:
    print(f"{name:<10}{mine:>10.0f}{alone:>10.0f}{mine / alone:>8.2f}")


if __name__ == "__main__":
    sys.exit(main())
