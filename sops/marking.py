"""Which words of two texts differ, so that a reader finds them. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s*\S+\s*|\s+")
MOST_WORDS = 600  # of both texts together; longer ones are marked whole


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether the other text has it not."""

    text: str
    is_other: bool


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, those of which the other has none marked; together they are the texts again."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return whole(before, is_other=before != after), whole(after, is_other=before != after)
    left, right = list[Piece](), list[Piece]()
    # Words are compared without the space around them, so that the last one of a text is that of another's middle.
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        left += whole("".join(old[a:b]), is_other=tag != "equal")
        right += whole("".join(new[c:d]), is_other=tag != "equal")
    return left, right


def whole(text: str, *, is_other: bool) -> list[Piece]:
    """One piece; none of nothing."""
    return [Piece(text, is_other)] if text else []
