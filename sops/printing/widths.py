"""How wide the columns of the flow table are, in millimetres. No Django."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sops.document import SopDocument
from sops.look import Look

RULE = 0.25  # the thickness of the table's lines
NUMBER = 9.0
TEXTS = ("kegiatan", "kelengkapan", "waktu", "output", "keterangan")
# At least so wide, in this order.
LEAST = (44.0, 24.0, 17.0, 22.0, 15.0)
ACTOR = {1: 34.0, 2: 31.0, 3: 28.0, 4: 26.0, 5: 24.0, 6: 21.0, 7: 18.5, 8: 16.5, 9: 15.5}
LEAST_ACTOR, MOST_ACTOR = 10.5, 34.0
MOST_WORD, MOST_WORD_OF_TALL = (
    30.0,
    23.0,
)  # a longer word is broken, sooner where that makes tall rows much lower
MUCH_LOWER = 0.9
# The widths of letters in parts of their size, in Liberation Sans; then what the fonts make of them, regular and bold,
# a little too much rather than too little: a word that seems to fit must not be broken.
LETTERS = {
    **dict.fromkeys("iljI.,:;'!| ", 0.28),
    **dict.fromkeys("rtf()[]-/", 0.34),
    **dict.fromkeys("mMW@%", 0.9),
    **dict.fromkeys("wADGHNOQRUKCX", 0.73),
}
CAPITAL, LETTER = 0.68, 0.56
REGULAR = {"Arial": 1.03, "Arial Narrow": 0.85, "Bookman Old Style": 1.13, "Times New Roman": 0.98}
BOLD = {"Arial": 1.08, "Arial Narrow": 0.89, "Bookman Old Style": 1.2, "Times New Roman": 1.06}
# The actors' names are so large as they may be; a column grows for them only up to the wanted size, in pt.
HEAD_SIZE, LEAST_HEAD_SIZE = 7.5, 5.0
WANTED_HEAD_SIZE = 6.5
MM = 25.4 / 72  # of a point
PADDING, HEAD_PADDING = 2.8, 1.95  # left, right and rule of a text, of a heading
# Of two texts of which one is n times as long, the longer gets n ** (p / (p + 1)) times the width: the sum of the p-th
# powers of their heights is then the least there is.
POWER = 3.0


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
    names = [column.nama for column in document.pelaksana]
    wanted = list(actors) or [actor_width(name, len(names), look) for name in names]
    scale = min(1.0, most / sum(wanted))
    shared = tuple(round(width * scale, 2) for width in wanted)
    room = printable(look) - NUMBER - sum(shared)
    texts = shared_texts(document, look, room)
    longest = [longest_word(name) * BOLD[look.font] for name in names]
    fitting = min((width - HEAD_PADDING) / (word * MM) for width, word in zip(shared, longest, strict=True))
    uraian, kelengkapan, waktu, output = texts[:4]
    return Widths(
        number=NUMBER,
        uraian=uraian,
        actors=shared,
        kelengkapan=kelengkapan,
        waktu=waktu,
        output=output,
        keterangan=texts[4] if look.keterangan else 0.0,
        head_size=math.floor(10 * max(LEAST_HEAD_SIZE, min(HEAD_SIZE, look.font_size, fitting))) / 10,
    )


def actor_width(name: str, count: int, look: Look) -> float:
    """The usual width for that many actors, more for a long word of its name."""
    word = longest_word(name) * BOLD[look.font] * MM * WANTED_HEAD_SIZE + HEAD_PADDING
    return min(MOST_ACTOR, max(ACTOR.get(count, LEAST_ACTOR), word))


def longest_word(text: str) -> float:
    """How wide the widest word is, in parts of its size; lines also break behind a hyphen or a slash."""
    return max(map(text_width, re.findall(r"[^\s/-]+[/-]?", text)), default=1.0)


def text_width(text: str) -> float:
    """How wide a text is on one line, in parts of its size."""
    return sum(LETTERS.get(letter) or (CAPITAL if letter.isupper() else LETTER) for letter in text)


def amounts(waktu: str) -> list[str]:
    """What of a time stays on one line: "2 hari 4 jam" is "2 hari", "4 jam"."""
    return re.findall(r"\d+\s*[^\s\d]\S*|\S+", waktu)


def shared_texts(document: SopDocument, look: Look, room: float) -> list[float]:
    """The columns of texts: words stay whole, unless the tallest row loses much by that."""
    whole = share(room, *texts_of(document, look, MOST_WORD))
    broken = share(room, *texts_of(document, look, MOST_WORD_OF_TALL))
    is_lower = tallest(document, broken) < tallest(document, whole) * MUCH_LOWER
    return broken if is_lower else whole


def tallest(document: SopDocument, widths: Sequence[float]) -> float:
    """A measure of the tallest row: letters of a text over the width of its column."""
    return max(
        len(getattr(step, name)) / (width - PADDING)
        for step in document.prosedur
        for name, width in zip(TEXTS, widths, strict=False)
    )


def texts_of(document: SopDocument, look: Look, most_word: float) -> tuple[list[float], list[float]]:
    """Of each column of texts the weight of what it says, and the width that its longest word needs."""
    headings = (look.uraian, look.kelengkapan, "Waktu", "Output", look.keterangan)
    weights, least = [], []
    for name, heading, usual in zip(TEXTS, headings, LEAST, strict=True):
        if not heading:
            continue
        texts = [getattr(step, name) for step in document.prosedur]
        words = [part for text in texts for part in amounts(text)] if name == "waktu" else texts
        width = text_width if name == "waktu" else longest_word
        word = max(map(width, words), default=1.0) * REGULAR[look.font] * look.font_size * MM + PADDING
        head = longest_word(heading) * BOLD[look.font] * look.font_size * MM + HEAD_PADDING
        weights.append(sum(max(12, len(text)) ** POWER for text in texts) ** (1 / (POWER + 1)))
        least.append(max(usual, min(word, most_word), min(head, MOST_WORD)))
    return weights, least


def share(room: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """The room in parts that grow with the weights, none below its least as far as the room goes."""
    squeeze = min(1.0, room / sum(least))
    least = [width * squeeze for width in least]
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


def widened_into_remarks(
    widths: Widths, document: SopDocument, look: Look, actors: Sequence[float]
) -> Widths | None:
    """The same sheet with wider actors, in the room of a column of remarks in which nothing stands; else None.

    No text breaks otherwise then, so that what was measured still holds.
    """
    left = round(widths.keterangan - (sum(actors) - sum(widths.actors)), 2)
    least = longest_word(look.keterangan) * BOLD[look.font] * look.font_size * MM + HEAD_PADDING
    is_empty = not any(step.keterangan for step in document.prosedur)
    if (
        not look.keterangan
        or len(look.keterangan.split()) > 1
        or not is_empty
        or left < max(LEAST[-1], least)
    ):
        return None
    return replace(widths, actors=tuple(actors), keterangan=left)
