"""A mirrored site: its sitemap gives each file the address it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.facts import PageFacts, readable_facts
from corpus.findings import Finding, Report

SITEMAPS = "sitemap*.xml"
_LARGEST_BYTES = 50_000_000
_REMEDY = "mirror the site's sitemap again; without it pages have no address"


@dataclass(frozen=True, slots=True)
class Site:
    """What a folder's sitemaps say of its files, by the files' names."""

    facts: Mapping[str, PageFacts] = field(default_factory=dict)

    def of(self, name: str) -> PageFacts:
        """Return what the sitemap states of the file `name`, counted from the mirror's folder."""
        names = [name, name.removesuffix(".html"), name.removesuffix(".htm")]
        if name.endswith(("index.html", "index.htm")):
            names.append(name.rpartition("index.")[0].rstrip("/"))
        return next((self.facts[n] for n in names if n in self.facts), PageFacts())

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return the addresses, as listed, whose page is not among the files `names`."""
        there = {self.of(name).url for name in names}
        listed = dict.fromkeys(facts.url for facts in self.facts.values() if facts.url)
        return [url for url in listed if url not in there]


def read_site(folder: Path, report: Report) -> Site:
    """Read every `sitemap*.xml` at the top of `folder`; a broken one is a finding."""
    facts: dict[str, PageFacts] = {}
    for path in sorted(folder.glob(SITEMAPS)):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            if path.stat().st_size > _LARGEST_BYTES:
                report(Finding(path, f"it has more than {_LARGEST_BYTES} bytes", _REMEDY))
                continue
            root = fromstring(path.read_bytes(), forbid_dtd=True)
        except DefusedXmlException:
            report(Finding(path, "it declares entities", _REMEDY))
            continue
        except (ParseError, ValueError, OSError) as error:
            report(Finding(path, f"it can't be read ({error})", _REMEDY))
            continue
        for address, stated in _pages(root):
            facts[address.path.strip("/")] = stated
            # Mirrors that keep the host's name as a folder.
            facts[f"{address.host}/{address.path.strip('/')}".rstrip("/")] = stated
    return Site(facts)


@dataclass(frozen=True, slots=True)
class _Address:
    host: str
    path: str


def _pages(root: Element) -> Iterator[tuple[_Address, PageFacts]]:
    for page in root.iterfind("{*}url"):
        address = (page.findtext("{*}loc") or "").strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        stated: dict[str, object] = {
            "url": address,
            "modified_on": _day(page.findtext("{*}lastmod")),
        }
        yield _Address(parts.netloc, unquote(parts.path)), readable_facts(stated)


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat((stated or "").strip()[:10])
    except ValueError:
        return None
