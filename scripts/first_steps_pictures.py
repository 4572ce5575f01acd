"""Takes the pictures of "Langkah pertama" from the running demo, light and dark, into static/img/langkah/.

`.venv/bin/python scripts/first_steps_pictures.py http://127.0.0.1:8000 NIP PASSWORD`: the head of DPUPR Tarakan, from
`manage.py demo_logins`. The officials of the demo are invented. It starts one case, so a fresh demo is meant.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "static" / "img" / "langkah"
WIDTH, SCALE, TALLEST, QUALITY = 390, 2, 290, 40  # CSS pixels; dots to each; CSS pixels; of WebP
TITLE = "Penyusunan Perjanjian Kinerja 2026"


def sign_in(page: Page, name: str, password: str) -> None:
    """As the official does."""
    page.goto("/login/")
    page.get_by_label("NIP atau nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def start_case(page: Page) -> None:
    """One case, of the first SOP that one may start, unless it is there from an earlier run."""
    page.goto("/inbox/")
    if page.get_by_text(TITLE).count():
        return
    page.get_by_role("link", name="Mulai kasus").first.click()
    page.get_by_label("Perihal").fill(TITLE)
    page.get_by_role("button", name="Mulai kasus").click()


def waiting(page: Page) -> Locator:
    """The list of what waits."""
    page.goto("/inbox/")
    return page.locator("ul.list").first


def sheet(page: Page) -> Locator:
    """The flowchart of the case, as a phone shows it."""
    page.goto("/cases/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_text("Bagan alur", exact=True).click()
    return page.locator("details.flow-list.only-narrow")


def acting(page: Page) -> Locator:
    """The form of an act."""
    page.goto("/inbox/")
    page.get_by_role("link", name="1.").first.click()
    return page.get_by_label("Isian")


def time(page: Page) -> Locator:
    """What an act says of its time."""
    page.goto("/inbox/")
    page.get_by_role("link", name="1.").first.click()
    return page.locator(".card.loud dl.facts")


def helping(page: Page) -> Locator:
    """The page of the practice."""
    page.goto("/latihan/")
    return page.locator("main .card").first


PICTURES: dict[str, Callable[[Page], Locator]] = {
    "menunggu": waiting,
    "lembar": sheet,
    "mengerjakan": acting,
    "waktu": time,
    "latihan": helping,
}
FROM_BELOW = {"mengerjakan", "latihan"}  # where the button is


def take(page: Page, find: Callable[[Page], Locator], file: Path) -> None:
    """One picture: the top of what is found, or its end."""
    found = find(page)
    found.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(found.screenshot(animations="disabled")))
    height = min(picture.height, TALLEST * SCALE)
    top = picture.height - height if file.stem.removesuffix("-gelap") in FROM_BELOW else 0
    picture.convert("RGB").crop((0, top, picture.width, top + height)).save(
        file, "WEBP", quality=QUALITY, method=6
    )
    print(f"{file.name}: {picture.width} × {height}, {file.stat().st_size} B")


def take_all(browser: Browser, site: str, name: str, password: str) -> None:
    """Every picture in both schemes."""
    for scheme in ("light", "dark"):
        context = browser.new_context(
            base_url=site,
            locale="id-ID",
            viewport={"width": WIDTH, "height": 844},
            device_scale_factor=SCALE,
            color_scheme=scheme,
        )
        context.set_default_timeout(120_000)
        page = context.new_page()
        sign_in(page, name, password)
        start_case(page)
        for key, find in PICTURES.items():
            take(page, find, TARGET / f"{key}{'-gelap' if scheme == 'dark' else ''}.webp")
        context.close()


def main() -> None:
    """With the browser of the browser tests."""
    site, name, password = sys.argv[1:]
    found = (
        os.environ.get("CHROMIUM")
        or subprocess.check_output([HERE / "browser.sh", "find"], text=True).strip()
    )
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        take_all(browser, site, name, password)
        browser.close()


if __name__ == "__main__":
    main()
