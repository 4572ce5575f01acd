"""`make bench-sheet`: how near drawing a sheet comes to laying out its final HTML just once.

BENCH="--rounds 9" passes arguments on. One warm process; in every round both sides draw the same sheet, ours from the
SOP, WeasyPrint from the final HTML that ours made. The last line is the ratio.
"""

import argparse
import gc
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import django

SEED = "tarakan-dpupr"
LONG, STEPS = "rencana-kerja", (10, 20, 40)


def main() -> int:
    """Settings of production; no database is asked."""
    parser = argparse.ArgumentParser(prog="make bench-sheet", description="Mengukur lama mencetak lembar SOP")
    parser.add_argument("--rounds", type=int, default=7, help="jumlah putaran (7)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sopflow-") as data:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="sopflow.settings",
            DEBUG="0",
            DEMO="0",
            SECRET_KEY=secrets.token_hex(32),
            ALLOWED_HOSTS="localhost",
            SITE_URL="http://localhost",
            DATA_DIR=data,
            DATABASE_URL=f"sqlite:///{Path(data) / 'db.sqlite3'}",
        )
        django.setup()
        bench(asked.rounds)
    return 0


def bench(rounds: int) -> None:
    """All lines, the ratio at the end."""
    from sops.printing.pdf import sheet_pdf  # only now: they know models, which need the settings
    from tests.sheets import seed, sheet_from

    sheet = sheet_from(seed(SEED))
    sides = {"SOPFlow": lambda: sheet_pdf(sheet), "WeasyPrint": weasyprint_alone(sheet)}
    for side in sides.values():
        side()
    gc.collect()
    gc.freeze()
    print(
        f"Detik prosesor untuk satu lembar {SEED}\n\n{'putaran':<10}{'SOPFlow':>10}{'WeasyPrint':>12}{'rasio':>8}"
    )
    results: list[tuple[float, float]] = []
    for number in range(rounds):
        order = list(sides) if number % 2 == 0 else list(reversed(sides))
        took = {name: seconds(sides[name]) for name in order}
        results.append((took["SOPFlow"], took["WeasyPrint"]))
        print_line(str(number + 1), *results[-1])
    ratio = median(ours / alone for ours, alone in results)
    print_line("median", median(ours for ours, _ in results), median(alone for _, alone in results))
    grow(rounds)
    print(f"\nratio {ratio:.2f}")


def grow(rounds: int) -> None:
    """How the time grows from a short SOP to a long one, beside that of WeasyPrint for the very same pages."""
    from sops.printing.pdf import sheet_pdf
    from tests.sheets import hard, opened, sheet_from

    print(
        f"\n{'langkah':<10}{'halaman':>10}{'tabel':>8}{'SOPFlow':>10}{'per hal.':>10}{'WeasyPrint':>12}{'rasio':>8}"
    )
    document = hard(LONG)
    for count in STEPS:
        # Answers lead up, so that the first steps stand alone; what leads further up than them is not there.
        shorter = sheet_from(replace(document, prosedur=document.prosedur[:count]))
        with opened(sheet_pdf(shorter)) as pdf:
            pages = len(pdf.pages)
        alone = weasyprint_alone(shorter)
        pairs = [(seconds(partial(sheet_pdf, shorter)), seconds(alone)) for _ in range(rounds)]
        ours, theirs = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        # One page is that of the header block, the others are those of the table.
        print(
            f"{count:<10}{pages:>10}{pages - 1:>8}{ours:>10.2f}{ours / (pages - 1):>10.2f}{theirs:>12.2f}"
            f"{median(ours / theirs for ours, theirs in pairs):>8.2f}"
        )


def weasyprint_alone(sheet: Any) -> Callable[[], object]:
    """WeasyPrint on the final HTML of the sheet, with nothing that only we do."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from documents.printing.fetching import NoFetching
    from sops.printing.layout import lay_out

    html = lay_out(sheet, FontConfiguration()).html
    return lambda: HTML(string=html, url_fetcher=NoFetching()).render().write_pdf(pdf_variant="pdf/a-3a")


def seconds(side: Callable[[], object]) -> float:
    """How long one drawing keeps the processor busy; what else the machine does is not our time."""
    start = process_time()
    side()
    return process_time() - start


def print_line(name: str, ours: float, alone: float) -> None:
    print(f"{name:<10}{ours:>10.3f}{alone:>12.3f}{ours / alone:>8.2f}")


if __name__ == "__main__":
    sys.exit(main())
