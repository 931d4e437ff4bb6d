"""A Word file as HTML, with its core properties."""

import re
import zipfile
from xml.etree.ElementTree import Element, ParseError

import mammoth
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .limits import answer, found, limit_resources, open_zip

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""
_EQUATION = re.compile(rb"<(?:\w+:)?oMath[\s>]")
_FIELDS = {"title", "creator", "language", "created", "modified"}


def main(path: str) -> None:
    """Print {"html", "facts", "equations"}."""
    limit_resources()
    archive = open_zip(path)
    if "word/document.xml" not in archive.namelist():
        found("it is not a Word file", "save it as .docx")
    facts = _checked(archive)
    with open(path, "rb") as file:  # noqa: PTH123
        # Pictures would else be copied into the HTML.
        result = mammoth.convert_to_html(
            file, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {})
        )
    equations = len(_EQUATION.findall(archive.read("word/document.xml")))
    answer({"html": result.value, "facts": facts, "equations": equations})


def _checked(archive: zipfile.ZipFile) -> dict[str, str]:
    """Refuse any part that declares entities; return the core properties."""
    facts: dict[str, str] = {}
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        try:
            root = fromstring(archive.read(name), forbid_dtd=True)
        except DefusedXmlException:
            found(f"its part {name} declares entities", "save it again from a word processor")
        except ParseError as error:
            found(f"its part {name} is damaged ({error})", "open it in its program and save it")
        if name == "docProps/core.xml":
            facts = _properties(root)
    return facts


def _properties(root: Element) -> dict[str, str]:
    stated = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root}
    return {name: value for name, value in stated.items() if name in _FIELDS and value}
