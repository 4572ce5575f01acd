"""A person at a browser, and a watch over all that the browser complains of."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from organizations.models import User

PASSWORD = "kata-sandi-contoh"
TELL_CSP = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP ${event.violatedDirective}: ${event.blockedURI}`));"""


@dataclass
class Person:
    """An official who signs in, acts and signs out, through what the pages offer and nothing else."""

    page: Page

    def sign_in(self, user: User) -> None:
        """By the NIP as the paper prints it, or by user name."""
        if not self.page.url.endswith("/login/"):
            self.page.goto("/login/")
        self.page.get_by_label("NIP atau nama pengguna").fill(user.printed_nip or user.username)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        expect(self.page.get_by_role("banner")).to_contain_text(user.name)

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Keluar").click()
        expect(self.page.get_by_role("heading", name="Masuk")).to_be_visible()

    def open_task(self, nomor: str) -> None:
        """The one task of that number in the inbox."""
        self.page.get_by_role("link", name="Tugas saya").click()
        self.page.get_by_role("link", name=re.compile(rf"^{nomor}\. ")).click()
        expect(self.page.get_by_text(f"Langkah {nomor}", exact=True)).to_be_visible()

    def press(self, button: str) -> None:
        """Send the form, and read that it was kept."""
        self.page.get_by_role("button", name=button).click()
        expect(self.page.get_by_role("status").first).to_contain_text("tersimpan")

    def fits(self) -> bool:
        """Whether nothing hangs over the right edge of the page."""
        fits: bool = self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return fits


@dataclass
class Watch:
    """Whatever a browser complains of: errors, violations of the content policy, requests to other hosts."""

    home: str
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> BrowserContext:
        """From now on, hear all pages of the context."""
        context.add_init_script(TELL_CSP)
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self.follow)
        return context

    def hear(self, message: ConsoleMessage) -> None:
        # A page that is refused on purpose (404, 409, 422) is told to the console as if it were a lost file.
        of_page = message.page is not None and message.location.get("url") == message.page.url
        if "favicon.ico" in str(message.location.get("url")):
            return  # asked for by the viewer of PDFs
        if message.type in ("error", "warning") and not (of_page and "status of 4" in message.text):
            self.complaints.append(message.text)

    def follow(self, request: Request) -> None:
        # The browser's own viewer of PDFs is part of the browser.
        if not request.url.startswith((f"{self.home}/", "data:", "chrome-extension:", "chrome:")):
            self.complaints.append(f"asked another host: {request.url}")


def small_pdf(path: Path) -> Path:
    """A real PDF of one empty page."""
    Image.new("L", (210, 297), 255).save(path, "PDF")
    return path
