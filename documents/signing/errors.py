"""Why a signature was not given: each message is for the official, in Indonesian."""


class CannotSign(Exception):
    """It cannot be signed now, or not by this official; nothing was changed."""

    @property
    def message(self) -> str:
        """What to tell."""
        return str(self)


class WrongPassphraseGiven(CannotSign):
    """The passphrase is not the key's."""
