"""How wide the columns of the flow table are, in millimetres. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sops.document import SopDocument
from sops.look import Look

RULE = 0.25  # the thickness of the table's lines
NUMBER = 9.0
# At least so wide: uraian, kelengkapan, waktu, output, keterangan.
LEAST = (44.0, 24.0, 17.0, 22.0, 15.0)
ACTOR = {1: 34.0, 2: 31.0, 3: 28.0, 4: 26.0, 5: 24.0, 6: 21.0, 7: 18.5, 8: 16.5, 9: 15.5}
LEAST_ACTOR, MOST_ACTOR = 10.5, 34.0
MOST_WORD = 30.0  # a longer word is broken
# The widths of letters in parts of their size, a little too much rather than too little: bold ones are wider.
CAPITAL, LETTER, THIN, BOLD = 0.71, 0.55, 0.29, 1.05
HEAD_SIZE, LEAST_HEAD_SIZE = 7.5, 5.0  # pt
MM = 25.4 / 72  # of a point
PADDING = 1.6  # left and right of a heading together


@dataclass(frozen=True)
class Widths:
    """The columns from left to right. `head_size` is the size of the actors' names, in pt."""

    number: float
    uraian: float
    actors: tuple[float, ...]
    kelengkapan: float
    waktu: float
    output: float
    keterangan: float  # 0 where the paper has no such column
    head_size: float

    @property
    def all(self) -> list[float]:
        """Every column that is printed."""
        after = (self.kelengkapan, self.waktu, self.output, self.keterangan)
        return [self.number, self.uraian, *self.actors, *(width for width in after if width)]

    @property
    def actors_at(self) -> float:
        """Where the columns of the actors begin."""
        return self.number + self.uraian

    @property
    def total(self) -> float:
        """Of the whole table, without its left rule."""
        return sum(self.all)


def printable(look: Look) -> float:
    """The width of a page between its margins."""
    return look.width - look.margins.left - look.margins.right - RULE


def most_for_actors(look: Look) -> float:
    """How wide the columns of the actors may become: what the texts need least is theirs."""
    return printable(look) - NUMBER - sum(LEAST if look.keterangan else LEAST[:-1])


def widths_for(document: SopDocument, look: Look, actors: Sequence[float] = ()) -> Widths:
    """Share out the paper: first the actors (at least `actors` wide), then the texts, longer ones more."""
    most = most_for_actors(look)
    wanted = list(actors) or [actor_width(document, column.nama) for column in document.pelaksana]
    scale = min(1.0, most / sum(wanted))
    shared = tuple(round(width * scale, 2) for width in wanted)
    room = printable(look) - NUMBER - sum(shared)
    texts = share(room, *texts_of(document, look))
    longest = [longest_word(column.nama) * BOLD for column in document.pelaksana]
    fitting = min((width - PADDING) / (word * MM) for width, word in zip(shared, longest, strict=True))
    uraian, kelengkapan, waktu, output = texts[:4]
    return Widths(
        number=NUMBER,
        uraian=uraian,
        actors=shared,
        kelengkapan=kelengkapan,
        waktu=waktu,
        output=output,
        keterangan=texts[4] if look.keterangan else 0.0,
        head_size=round(max(LEAST_HEAD_SIZE, min(HEAD_SIZE, fitting)), 1),
    )


def actor_width(document: SopDocument, name: str) -> float:
    """The usual width for that many actors, more for a long word of its name."""
    usual = ACTOR.get(len(document.pelaksana), LEAST_ACTOR)
    return min(MOST_ACTOR, max(usual, longest_word(name) * BOLD * MM * HEAD_SIZE + PADDING))


def longest_word(text: str) -> float:
    """How wide the widest word is at most, in parts of its size."""
    return max((sum(map(letter_width, word)) for word in text.split()), default=1.0)


def letter_width(letter: str) -> float:
    if letter in "iljtfrI.,:;'!()[]-/|":
        return THIN
    return CAPITAL if letter.isupper() or letter in "mw@%" else LETTER


def texts_of(document: SopDocument, look: Look) -> tuple[list[int], list[float]]:
    """Of each column of texts the length of the longest, and the width that its longest word needs."""
    names = ["kegiatan", "kelengkapan", "waktu", "output", *(["keterangan"] if look.keterangan else [])]
    lengths, least = [], []
    for name, usual in zip(names, LEAST, strict=False):
        texts = [getattr(step, name) for step in document.prosedur]
        word = max(map(longest_word, texts), default=1.0) * look.font_size * MM + 3
        lengths.append(max(map(len, texts), default=0))
        least.append(max(usual, min(word, MOST_WORD)))
    return lengths, least


def share(room: float, lengths: Sequence[int], least: Sequence[float]) -> list[float]:
    """The room in parts that grow with the texts, none below its least as far as the room goes."""
    squeeze = min(1.0, room / sum(least))
    least = [width * squeeze for width in least]
    weights = [max(12, length) ** 0.6 for length in lengths]
    spare = room - sum(least)
    wishes = [
        max(0.0, room * weight / sum(weights) - low) for weight, low in zip(weights, least, strict=True)
    ]
    total = sum(wishes) or 1.0
    found = [low + max(0.0, spare) * wish / total for low, wish in zip(least, wishes, strict=True)]
    rounded = [round(width, 2) for width in found]
    rounded[0] = round(rounded[0] + room - sum(rounded), 2)
    return rounded


def widened(widths: Widths, document: SopDocument, look: Look, actors: Sequence[float]) -> Widths:
    """The same sheet with wider actors; the texts give way."""
    return replace(widths_for(document, look, actors), head_size=widths.head_size)
