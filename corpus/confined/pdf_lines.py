"""A PDF as lines of text with their place and size, page by page."""

import logging
from collections import Counter
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTFigure, LTImage, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import (
    PDFDocument,
    PDFEncryptionError,
    PDFPasswordIncorrect,
    PDFTextExtractionNotAllowed,
)
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from .limits import answer, found, limit_resources

MOST_PAGES = 3000
_FIELDS = ("Title", "Author", "CreationDate", "ModDate")


def main(path: str) -> None:
    """Print {"facts", "pages": [{"number", "height", "images", "boxes"}]}."""
    limit_resources()
    # Its warnings on every odd font would fill the pipe.
    logging.disable(logging.CRITICAL)
    try:
        facts = _facts(path)
        # Without boxes_flow: its order takes hours on a hostile page, and columns go astray.
        layout = LAParams(boxes_flow=None)
        laid_out = extract_pages(path, laparams=layout, maxpages=MOST_PAGES + 1)
        pages = [_page(number, page) for number, page in enumerate(laid_out, start=1)]
    except (PDFPasswordIncorrect, PDFEncryptionError):
        found("it is protected by a password", "save it without one")
    except PDFTextExtractionNotAllowed:
        found("it forbids its text to be copied", "save it without that restriction")
    except PDFSyntaxError as error:
        found(f"it is no PDF, or damaged ({error})", "save it again as PDF")
    if len(pages) > MOST_PAGES:
        found(f"it has more than {MOST_PAGES} pages", "split it")
    answer({"facts": facts, "pages": pages})


def _facts(path: str) -> dict[str, str]:
    with open(path, "rb") as file:  # noqa: PTH123
        document = PDFDocument(PDFParser(file))
        stated: dict[str, str] = {}
        for info in document.info:
            for name in _FIELDS:
                value = resolve1(info.get(name))
                if isinstance(value, bytes):
                    stated[name] = decode_text(value).strip()
        language = resolve1(document.catalog.get("Lang"))
        if isinstance(language, bytes):
            stated["Lang"] = decode_text(language).strip()
        return {name: value for name, value in stated.items() if value}


def _page(number: int, page: LTPage) -> dict[str, Any]:
    boxes = [
        [_line(line) for line in box if isinstance(line, LTTextLine)]
        for box in page
        if isinstance(box, LTTextBox)
    ]
    images = sum(1 for item in page if isinstance(item, LTImage | LTFigure))
    return {
        "number": number,
        "bottom": page.y0,
        "height": page.height,
        "width": page.width,
        "images": images,
        "boxes": [[line for line in box if line] for box in boxes],
    }


def _line(line: LTTextLine) -> dict[str, Any] | None:
    text = line.get_text().strip()
    chars = [item for item in line if isinstance(item, LTChar) and item.get_text().strip()]
    if not text or not chars:
        return None
    sizes = Counter(round(char.size, 1) for char in chars)
    fonts = Counter(char.fontname for char in chars)
    font = fonts.most_common(1)[0][0].casefold()
    return {
        "text": text,
        "size": sizes.most_common(1)[0][0],
        "bold": any(word in font for word in ("bold", "black", "heavy", "semibold")),
        "left": round(line.x0, 1),
        "right": round(line.x1, 1),
        "top": round(line.y1, 1),
        "bottom": round(line.y0, 1),
    }
