"""The NIP where others read it: it tells the birth date and the sex, so only its end is shown. No Django."""

HIDDEN = "•"
SHOWN = 3
SHORTEST = 9  # of old papers; what is shorter is no NIP, and nothing of it is shown


def masked_nip(nip: str) -> str:
    """The NIP as printed, all but the last three digits hidden: `•••••••• •••••• • 009`."""
    places = [place for place, character in enumerate(nip) if character.isalnum()]
    shown = set(places[-SHOWN:] if len(places) >= SHORTEST else ())
    hidden = set(places) - shown
    return "".join(HIDDEN if place in hidden else character for place, character in enumerate(nip))
