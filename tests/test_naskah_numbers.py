"""The numbers of naskah: without gaps, never twice, never changed; also where many draw them at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from documents.models import NaskahNumber
from documents.naskah.numbering import give_number, upcoming
from organizations.models import Office, User
from tests.cast import Cast
from tests.racing import PATIENCE, race
from tests.samples import AT

DAY = date(2026, 3, 9)
SIDES, NUMBERS = 8, 200


class RolledBack(Exception):
    """The act fails after its number was drawn."""


def office(slug: str = "dpupr-tarakan") -> Office:
    return Office.objects.get(slug=slug)


def give(
    by: User, kind: str = "surat_pengantar", day: date = DAY, slug: str = "dpupr-tarakan"
) -> NaskahNumber:
    return give_number(office(slug), kind, day=day, at=AT, by=by)


def given(kind: str = "surat_pengantar") -> list[int]:
    """The numbers of a kind, in the order of giving."""
    return list(NaskahNumber.objects.filter(kind=kind).order_by("id").values_list("number", flat=True))


def refused(write: Callable[[], object]) -> bool:
    """Whether the database refuses it; nothing of it stays."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "hanya dapat ditambah" in str(error)
    return False


@pytest.mark.core
@pytest.mark.django_db
def test_numbers_are_given_in_order_and_written_as_the_office_writes_them(cast: Cast) -> None:
    found = [give(cast.head) for _ in range(3)]
    assert [row.text for row in found] == [f"000.8.6.3/00{n}/DPUPR/III/2026" for n in (1, 2, 3)]
    assert (found[0].given_by, found[0].given_at, found[0].year) == (cast.head, AT, 2026)
    assert str(give(cast.head, "sk_tim")) == "000.8.6/001/DPUPR/2026"
    assert give(cast.head, day=date(2027, 1, 4)).text == "000.8.6.3/001/DPUPR/I/2027"
    assert give(cast.head, slug="dpupr-gowa").number == 1
    assert upcoming(office(), 2026) == {"undangan": 1, "sk_tim": 2, "surat_pengantar": 4}


@pytest.mark.core
@pytest.mark.django_db
def test_two_hundred_numbers_one_after_the_other_some_acts_failing(cast: Cast) -> None:
    def fail() -> None:
        with transaction.atomic():
            give(cast.head)
            raise RolledBack

    for count in range(NUMBERS):
        if count % 7 == 0:
            with pytest.raises(RolledBack):
                fail()
        give(cast.head)
    assert given() == list(range(1, NUMBERS + 1))


@pytest.mark.django_db
def test_an_office_that_says_nothing_numbers_as_usual(cast: Cast) -> None:
    Office.objects.update(naskah={}, short_name="")
    assert give(cast.head, "undangan").text == "1/DPUPR-TARAKAN/2026"


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "error"), [("notulen", ValueError), ("surat_sakti", KeyError)])
def test_what_bears_no_number_gets_none(cast: Cast, kind: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        give(cast.head, kind)
    assert not NaskahNumber.objects.exists()


@pytest.mark.core
@pytest.mark.django_db
def test_a_number_that_was_given_is_never_changed_or_deleted(cast: Cast) -> None:
    row = give(cast.head)
    assert refused(lambda: NaskahNumber.objects.update(text="lain"))
    assert refused(lambda: NaskahNumber.objects.filter(pk=row.pk).delete())
    assert refused(row.delete)
    row.refresh_from_db()
    assert row.text == "000.8.6.3/001/DPUPR/III/2026"
    for owner in (row.office, row.given_by):
        with pytest.raises(ProtectedError):
            owner.delete()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_is_not_truncated() -> None:
    def truncate() -> None:
        with connection.cursor() as cursor:
            # Off only in the tests' database, which transactional tests truncate.
            cursor.execute(
                "ALTER TABLE documents_naskahnumber ENABLE TRIGGER documents_naskahnumber_no_truncate"
            )
            cursor.execute("TRUNCATE documents_naskahnumber CASCADE")

    assert refused(truncate)


def drawn(by: User, count: int, *, failing: int = 0) -> Callable[[], list[int]]:
    """A side that draws so many numbers, each in a transaction; with `failing`, every so many-th is rolled back."""

    def draw() -> list[int]:
        kept: list[int] = []
        turn = 0
        while len(kept) < count:
            turn += 1
            try:
                with transaction.atomic():
                    number = give(by).number
                    if failing and turn % failing == 0:
                        raise RolledBack
                kept.append(number)
            except RolledBack:
                pass
        return kept

    return draw


def at_once(*sides: Callable[[], list[int]]) -> Iterator[list[int]]:
    """Each side on a connection of its own, none before the others."""

    def run(side: Callable[[], list[int]]) -> list[int]:
        try:
            return side()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sides)) as pool:
        yield from [future.result(PATIENCE * 3) for future in [pool.submit(run, side) for side in sides]]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite all writers queue for the one lock")
@pytest.mark.parametrize("failing", [0, 3])
def test_two_hundred_numbers_by_eight_connections_without_gap_or_double(
    stage: None, cast: Cast, failing: int
) -> None:
    sides = [drawn(cast.head, NUMBERS // SIDES, failing=failing) for _ in range(SIDES)]
    found = list(at_once(*sides))
    assert sorted(number for numbers in found for number in numbers) == list(range(1, NUMBERS + 1))
    assert given() == list(range(1, NUMBERS + 1))
    assert all(numbers == sorted(numbers) for numbers in found)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite all writers queue for the one lock")
def test_who_waits_for_a_number_gets_the_one_that_is_given_back(stage: None, cast: Cast) -> None:
    def fail() -> None:
        with transaction.atomic():
            give(cast.head)
            raise RolledBack

    sides = [fail, drawn(cast.head, 1), fail, drawn(cast.head, 1)]
    results = race(*sides, held=lambda: give(cast.head), in_order=True)
    assert [isinstance(result, RolledBack) for result in results] == [True, False, True, False]
    assert sorted(str(result) for result in results[1::2]) == ["[2]", "[3]"]
    assert given() == [1, 2, 3]
