"""What a search finds: the words of every berkas and of its papers, read in the worker after filing."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from documents.file_types import PDF
from documents.models import Arsip, Berkas, BerkasState, PaperText
from documents.printing.pdfium import NotReadable, words_of

logger = logging.getLogger(__name__)
TURN = timedelta(seconds=10)
MOST_TRIES, MOST_PAGES, MOST_LETTERS = 3, 300, 200_000
MOST_WORDS = 12
NO_WORD = re.compile(r"[\W_]+")
MATCHES = (
    "SELECT berkas_id FROM documents_papertext "
    "WHERE to_tsvector('indonesian', text) @@ to_tsquery('indonesian', %s)"
)

Clock = Callable[[], datetime]


def words(text: str) -> str:
    """Only letters and digits, with single spaces between: `001/UND/2026` is three words."""
    return NO_WORD.sub(" ", text).strip().lower()


def index_waiting(clock: Clock) -> int:
    """Read the texts of what was filed until the turn is over or none waits; how many."""
    end, done = clock() + TURN, 0
    while clock() < end and (berkas := claim()):
        index(berkas)
        done += 1
    return done


def claim() -> Berkas | None:
    """The next berkas to read. Its try is counted before: a file that kills its reader is not read for ever."""
    with transaction.atomic():
        waiting = Berkas.objects.filter(is_indexed=False, index_tries__lt=MOST_TRIES).order_by(
            "index_tries", "id"
        )
        berkas = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if berkas is not None:
            Berkas.objects.filter(pk=berkas.pk).update(index_tries=F("index_tries") + 1)
    return berkas


def index(berkas: Berkas) -> None:
    """Read the texts of one berkas anew."""
    papers = list(berkas.papers.select_related("file"))
    found = [(arsip, text_of(arsip)) for arsip in papers]
    with transaction.atomic():
        fresh = Berkas.objects.select_for_update(of=("self",)).select_related("unit").get(pk=berkas.pk)
        head = words(" ".join(head_words(fresh, papers)))
        if fresh.state == BerkasState.DESTROYED:  # meanwhile: what was read must not come back
            found = []
        PaperText.objects.filter(berkas=fresh).delete()
        texts = [PaperText(berkas=fresh, text=f" {head} ")]
        texts += [
            PaperText(berkas=fresh, arsip=arsip, text=f" {head} {text} ") for arsip, text in found if text
        ]
        PaperText.objects.bulk_create(texts)
        Berkas.objects.filter(pk=fresh.pk).update(is_indexed=True)


def head_words(berkas: Berkas, papers: list[Arsip]) -> list[str]:
    """What a berkas is found by, apart from the texts of its papers."""
    about = [berkas.nomor, berkas.klasifikasi_name, berkas.hal, str(berkas.about_year), berkas.creator]
    about += [berkas.unit.name] if berkas.unit else []
    for arsip in papers:
        about += [arsip.name, arsip.nomor, *posts_of(arsip.parties)]
    return about


def posts_of(parties: Any) -> list[str]:
    """The posts and names of the parties of a Perjanjian Kinerja."""
    return [str(value) for party in parties for value in party.values() if isinstance(value, str)]


def text_of(arsip: Arsip) -> str:
    """The words of a PDF; empty for what is none, or cannot be read."""
    if arsip.media_type != PDF or arsip.file is None:
        return ""
    try:
        with default_storage.open(str(arsip.file.file.name), "rb") as file:
            return words(words_of(file.read(), MOST_PAGES))[:MOST_LETTERS]
    except (NotReadable, OSError):
        logger.warning("Teks arsip %s tidak dapat dibaca", arsip.pk, exc_info=True)
        return ""


def search(rows: "QuerySet[Berkas]", asked: str) -> "QuerySet[Berkas]":
    """Those in which every word that was asked for occurs or begins one, and every number occurs.

    PostgreSQL compares the stems of Indonesian words, SQLite their letters.
    """
    wanted = words(asked).split()[:MOST_WORDS]
    if not wanted:
        return rows
    if connection.vendor == "postgresql":
        query = " & ".join(word if word.isdecimal() else f"{word}:*" for word in wanted)
        return rows.filter(pk__in=RawSQL(MATCHES, [query]))  # noqa: S611  a parameter, of letters and digits only
    texts = PaperText.objects.all()
    for word in wanted:
        texts = texts.filter(text__contains=f" {word} " if word.isdecimal() else f" {word}")
    return rows.filter(pk__in=texts.values("berkas"))
