"""No address in the text of an SOP is ever fetched."""

from typing import Any

from weasyprint.urls import URLFetcher


class NotFetched(ValueError):
    """Something but inline data was asked for."""


class NoFetching(URLFetcher):
    """Gives WeasyPrint inline data (`data:`) and nothing else: no network, no file."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Raises NotFetched for everything but inline data; WeasyPrint then leaves the picture out."""
        if not url.startswith("data:"):
            raise NotFetched(url)
        return super().fetch(url, headers)
