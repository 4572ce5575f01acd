"""Reading a page as a visitor sees it: its text, and its forms with what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "br", "link", "meta", "hr"}


@dataclass
class PageField:
    """The fields of one name: what can be chosen, and what stands in them already."""

    name: str
    kind: str
    options: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """One form of a page."""

    action: str
    method: str
    encoding: str
    fields: dict[str, PageField] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, list[str]]:
        """What the browser would send of the form as it stands."""
        return {each.name: list(each.values) for each in self.fields.values() if each.values}


class Page(HTMLParser):
    """A page read once: its visible text in one line, its forms, and all its tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.forms: list[PageForm] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.inside: list[str] = []
        self.select: PageField | None = None
        self.chosen: str | None = None
        self.textarea: PageField | None = None
        self.feed(html)
        self.text = " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag not in VOID:
            self.inside.append(tag)
        if tag == "form":
            encoding = found.get("enctype", "application/x-www-form-urlencoded")
            self.forms.append(PageForm(found.get("action", ""), found.get("method", "get"), encoding))
        elif tag == "input" and found.get("name"):
            self.read_input(found)
        elif tag == "textarea":
            self.textarea = self.add(found["name"], "textarea")
            self.textarea.values.append("")
        elif tag == "select" and found.get("name"):
            self.select, self.chosen = self.add(found["name"], "select"), None
        elif tag == "option" and self.select:
            self.select.options.append(found.get("value", ""))
            if "selected" in found or self.chosen is None:
                self.chosen = found.get("value", "")

    def read_input(self, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        each = self.add(found["name"], kind)
        if kind in ("radio", "checkbox"):
            each.options.append(found.get("value", "on"))
            if "checked" in found:
                each.values.append(found.get("value", "on"))
        elif kind != "file":
            each.values.append(found.get("value", ""))

    def add(self, name: str, kind: str) -> PageField:
        if "form" not in self.inside:
            return PageField(name, kind)
        return self.forms[-1].fields.setdefault(name, PageField(name, kind))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass
        if tag == "select" and self.select:
            self.select.values += [] if self.chosen is None else [self.chosen]
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.textarea.values[-1] += data.removeprefix("\n")
        elif self.inside and self.inside[-1] in ("script", "style"):
            self.scripts.append(data)
        else:
            self.texts.append(data)

    def links(self) -> Iterator[str]:
        """Where the links of the page lead."""
        return (found["href"] for tag, found in self.tags if tag == "a" and "href" in found)

    def form(self, action: str) -> PageForm:
        """The form that is sent to an address ending so; an empty one is the page's own."""
        posts = [form for form in self.forms if form.method == "post"]
        found = [each for each in posts if each.action.endswith(action) and bool(each.action) == bool(action)]
        assert len(found) == 1, f"{len(found)} forms to {action!r}: {[form.action for form in self.forms]}"
        return found[0]
