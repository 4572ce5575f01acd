"""Writing the copy: JSON, one row after the other, so that a long life in office takes no more memory."""

import json
from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import override

from organizations.models import User
from workflows.personal.of_account import PERSON
from workflows.personal.part import Part
from workflows.personal.table import PARTS

FORMAT = "sopflow-data-pribadi/1"
AT_ONCE = 500  # rows that are in memory
IN_MEMORY = 1024 * 1024  # bytes of a copy before it goes to a file on the disk


def copy_of(user: User, at: datetime) -> IO[bytes]:
    """The copy as an open file at its beginning, which is gone when it is closed."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    write_copy(user, file, at)
    file.seek(0)
    return file


def write_copy(user: User, file: IO[bytes], at: datetime) -> None:
    """Write everything that the table names of the person. One statement a part, however many rows."""
    with transaction.atomic():  # the cursors of the database live in it
        for piece in pieces(user, at):
            file.write(piece.encode())


def pieces(user: User, at: datetime) -> Iterator[str]:
    """The JSON text, a row at a time."""
    person = {name: getattr(user, field) for name, field in PERSON.items()}
    yield f'{{"format": {text(FORMAT)},\n"dibuat": {text(at)},\n"akun": {text(person)},\n"bagian": {{'
    for number, part in enumerate(PARTS):
        yield ",\n" if number else "\n"
        with override("id"):  # the copy is Indonesian, whoever reads pages in another language
            meaning = str(part.meaning)
        yield f'{text(part.key)}: {{"arti": {text(meaning)}, "baris": ['
        for row_number, row in enumerate(rows_of(part, user)):
            yield (",\n" if row_number else "\n") + text(row)
        yield "]}"
    yield "\n}}\n"


def rows_of(part: Part, user: User) -> Iterator[dict[str, Any]]:
    """The rows of a part as they are copied."""
    found = part.rows(user).values_list(*part.shows.values())
    for row in found.iterator(chunk_size=AT_ONCE):
        yield dict(zip(part.shows, row, strict=True))


def text(value: Any) -> str:
    """As JSON; times with their zone, as the database keeps them (UTC)."""
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
