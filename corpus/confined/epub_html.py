"""An EPUB book as its chapters' HTML in reading order, with what its package states."""

import posixpath
import zipfile
from base64 import b64encode
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .limits import answer, found, limit_resources, open_zip

_CONTAINER = "META-INF/container.xml"
_REMEDY = "save the book again with the program that made it"
_FIELDS = {"title", "creator", "language", "publisher", "date", "rights", "modified"}


def main(path: str) -> None:
    """Print {"chapters": [base64, ...], "facts"}."""
    limit_resources()
    archive = open_zip(path)
    if "META-INF/encryption.xml" in archive.namelist() and "META-INF/rights.xml" in (
        archive.namelist()
    ):
        found("the book is locked by rights management", "use an unlocked copy")
    container = _xml(archive, _CONTAINER)
    root_file = container.find(".//{*}rootfile")
    package_name = "" if root_file is None else root_file.get("full-path", "")
    package = _xml(archive, package_name)
    folder = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    chapters: list[str] = []
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in item.get("media-type", ""):
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            chapters.append(b64encode(_part(archive, name)).decode())
    answer({"chapters": chapters, "facts": _facts(package)})


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        root: Element = fromstring(_part(archive, name), forbid_dtd=False, forbid_entities=True)
    except DefusedXmlException:
        found(f"its part {name} declares entities", _REMEDY)
    except ParseError as error:
        found(f"its part {name} is damaged ({error})", _REMEDY)
    return root


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        found(f"its part {name or _CONTAINER} is missing", _REMEDY)


def _facts(package: Element) -> dict[str, str]:
    facts: dict[str, str] = {}
    metadata = package.find("{*}metadata")
    for element in [] if metadata is None else metadata:
        name = element.tag.rpartition("}")[2]
        if name == "meta" and element.get("property") == "dcterms:modified":
            name = "modified"
        text = (element.text or "").strip()
        if name in _FIELDS and text:
            facts.setdefault(name, text)
    return facts
