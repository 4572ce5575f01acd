"""What backup and restore refuse, beside an archive that is damaged or too new."""


class Refused(Exception):
    """It cannot be done here and now; the message says why and what to do. Nothing was changed."""
