"""Short secrets at rest: sealed with a key that is made of the installation's own. No Django.

A seal is bound to its place ("nik:12"): copied to another row it does not open. Whoever has both the database and the
installation's key can open every seal; whoever has only a copy of the database cannot.
"""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = "sopflow sealing 1 "


class Unsealable(Exception):
    """None of the keys opens the seal: it was made with another key, for another place, or it is damaged."""


def seal(text: str, *, place: str, keys: Sequence[str]) -> str:
    """The text, sealed for one place with the first key."""
    return box(place, keys).encrypt(text.encode()).decode()


def unseal(sealed: str, *, place: str, keys: Sequence[str]) -> str:
    """The text of a seal, by whichever key opens it. Raises Unsealable."""
    try:
        return box(place, keys).decrypt(sealed.encode()).decode()
    except InvalidToken:
        pass
    raise Unsealable


def box(place: str, keys: Sequence[str]) -> MultiFernet:
    """What seals and opens for that place; an empty key is none."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derived(place, key))) for key in keys if key])


def derived(place: str, key: str) -> bytes:
    """32 bytes that serve only that place, so that nothing else made of the key is of use here, or the reverse."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"{PURPOSE}{place}".encode())
    return kdf.derive(key.encode())
