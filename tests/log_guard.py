"""What the log of the product may never say, looked for in every line that any test makes it print."""

import logging
import logging.config
import re
from pathlib import Path
from typing import Any

from django.conf import settings

from tests import accounts, bsre_service, signing_papers

KINDS = {
    "sebuah NIP": r"(?<!\d)(?:\d{18}|\d{8} \d{6} \d \d{3})(?!\d)",
    "sebuah NIK": r"(?<!\d)\d{16}(?!\d)",
    "alamat surel": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "tautan yang membuka akun": r"/sandi/(?!lupa/|baru/|…)[^/\s]+",
    "alamat kalender": r"/kalender/(?!…)[^/\s]+",
    "kunci sesi": r"\b(?=[a-z0-9]*[g-z])(?=[a-z0-9]*\d)[a-z0-9]{32}\b",
    "kata sandi server": r"://[^\s/@:]*:(?!\*\*@)[^\s/@…]+@",
}
SECRETS = [
    accounts.PASSWORD,
    signing_papers.PASSPHRASE,
    bsre_service.PASSPHRASE,
    bsre_service.OTHER_PASSPHRASE,
]


def names_of_the_stage() -> list[str]:
    """The officials of the example offices."""
    texts = [path.read_text() for path in Path(settings.BASE_DIR, "fixtures/organizations").glob("*.yaml")]
    return sorted({name for text in texts for name in re.findall(r"nama: (Contoh [^,}\n]+)", text)})


def anything(words: list[str]) -> str:
    """A pattern for one of these words."""
    return "|".join(re.escape(word) for word in words)


PATTERNS = {
    **{kind: re.compile(pattern) for kind, pattern in KINDS.items()},
    "sandi atau kunci rahasia": re.compile(anything([*SECRETS, settings.SECRET_KEY])),
    "nama pejabat": re.compile(anything(names_of_the_stage())),
}
OWN = ("activity", "organizations", "documents", "sops", "workflows", "sopflow")


def faults_of(text: str) -> list[str]:
    """What of it a log must not say: the kind, and the line."""
    return [
        f"{kind}: {line}"
        for line in text.splitlines()
        for kind, pattern in PATTERNS.items()
        if pattern.search(line)
    ]


def assert_discreet(output: str | bytes) -> None:
    """That a process printed nothing of it."""
    text = output.decode(errors="replace") if isinstance(output, bytes) else output
    assert not faults_of(text), "\n".join(faults_of(text))


class Guard(logging.Handler):
    """Takes every line as the product would print it (from INFO on), and keeps what is wrong with it.

    What the product itself says must be clean before the formatter comes: that is there for what others say.
    """

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        product: Any = settings.LOGGING
        line = product["formatters"]["line"]
        made = logging.config.BaseConfigurator({}).configure_custom(dict(line))
        self.setFormatter(made)
        for name in product["handlers"]["console"]["filters"]:
            self.addFilter(
                logging.config.BaseConfigurator({}).configure_custom(dict(product["filters"][name]))
            )
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        texts = [self.format(record)]
        if record.name.partition(".")[0] in OWN:
            texts.append(record.getMessage())
        self.found += [fault for text in texts for fault in faults_of(text)]

    def taken(self) -> list[str]:
        """What was found since the last asking."""
        found, self.found = self.found, []
        return found
