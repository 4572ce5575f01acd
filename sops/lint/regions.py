"""Remarks on a regulation that another city or regency made. No Django."""

import re
from collections.abc import Iterator
from dataclasses import astuple

from activity.words import _
from sops.document import LISTS, SopDocument
from sops.lint.remark import Remark, of_item

Region = tuple[str, str]
# Who makes a regulation of a region, as its title begins: "Peraturan Walikota Tegal Nomor 56".
MAKER = re.compile(
    r"\b(?P<maker>wali\s?kota|bupati|gubernur|perwali?|perbup|pergub|"
    r"(?:daerah|perda)(?:\s*\([^)]*\))?\s+(?:kota|kabupaten|provinsi))\s+"
    r"(?P<name>(?:(?!tentang|nomor|no\b)[a-z'.-]+\s+){1,4}?)(?:nomor|no\b|tahun)",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(?P<maker>Wali\s?[Kk]ota|Bupati|Gubernur|Kota|Kabupaten|Provinsi)(?P<name>(?:\s+[A-Z][a-z]+){1,3})"
)
NO_NAME = re.compile(
    "nomor|no|tahun|tentang|provinsi|kabupaten|kota|kecamatan|pada|dalam|dan|untuk|bagi|di|atas|sebagaimana|dengan|"
    "dinas|badan|sekretariat|periode"
)


def other_region(document: SopDocument) -> Iterator[Remark]:
    """A regulation of a region that is not the one of which the rest of the paper speaks."""
    makers = {
        number: found for number, text in enumerate(document.dasar_hukum, 1) if (found := maker_of(text))
    }
    named = mentions(document)
    for number, region in makers.items():
        rivals = [other for other in {*makers.values(), *own(document, named)} if other != region]
        rivals = [other for other in rivals if is_province(other) == is_province(region)]
        home = max(rivals, key=named.count, default=region)
        if named.count(home) > named.count(region):
            yield Remark(
                "daerah-lain",
                (of_item("dasar_hukum", number),),
                _(
                    "peraturan %(other)s, sedangkan SOP ini %(own)s; mungkin terbawa dari contoh, periksa dan "
                    "tulis peraturan daerah sendiri"
                )
                % {"other": said(region), "own": said(home)},
                document.dasar_hukum[number - 1],
            )


def maker_of(text: str) -> Region | None:
    """The region that made the regulation; None where it is national, or no region is named."""
    found = MAKER.search(re.split(r"\btentang\b", text, maxsplit=1, flags=re.IGNORECASE)[0])
    return region_of(found) if found else None


def mentions(document: SopDocument) -> list[Region]:
    """The regions that the head of the paper names, as often as it does; the office's own code counts too."""
    texts = [document.unit, document.nama, *astuple(document.disahkan_oleh)]
    for name in LISTS:
        texts += getattr(document, name)
    found = [region_of(match) for text in texts for match in NAMED.finditer(text)]
    return found + own(document, found)


def own(document: SopDocument, named: list[Region]) -> list[Region]:
    """The regions among these whose name stands in the code of the office (dpupr-tarakan)."""
    words = document.perangkat_daerah.replace("-", " ")
    return [(kind, name) for kind, name in dict.fromkeys(named) if name and f" {name} " in f" {words} "]


def region_of(match: re.Match[str]) -> Region:
    """The kind and the name of the region: ("kota", "tarakan")."""
    maker = match["maker"].casefold()
    kind = "kota"
    if "bup" in maker or "kab" in maker:
        kind = "kabupaten"
    elif "gub" in maker or "prov" in maker:
        kind = "provinsi"
    words: list[str] = []
    for word in match["name"].casefold().split():
        if NO_NAME.fullmatch(word):
            break
        words.append(word)
    return kind, " ".join(words)


def is_province(region: Region) -> bool:
    """A city cites its province's regulations by right: the two are not compared."""
    return region[0] == "provinsi"


def said(region: Region) -> str:
    """The region as one writes it: Kota Tegal."""
    return f"{region[0]} {region[1]}".title()
