"""A PDF as lines of text with their place and size, page by page."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import (
    LAParams,
    LTChar,
    LTCurve,
    LTFigure,
    LTImage,
    LTPage,
    LTTextBox,
    LTTextLine,
)
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
# In points.
_SHORTEST_RULE, _THICKEST_RULE = 20.0, 4.0
_LEAST_DOT, _LARGEST_DOT = 1.5, 6.0
_MOST_RULES, _MOST_DOTS = 5000, 200
# In sizes of the type; a justified line has wide spaces too, but not one above the other.
_NARROWEST_SPACE, _WIDEST_SPACE = 0.1, 0.36
_FIELDS = ("Title", "Author", "CreationDate", "ModDate")


def main(path: str) -> None:
    """Print {"facts", "pages": [{"number", "height", "images", "rules", "boxes"}]}."""
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
        found(f"it is not a PDF, or it is damaged ({error})", "save it again as PDF")
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
        [read for line in box if isinstance(line, LTTextLine) and (read := _line(line))]
        for box in page
        if isinstance(box, LTTextBox)
    ]
    # A page without words is a picture, whatever is drawn on it.
    dots = islice(_dots(page), _MOST_DOTS if any(boxes) else 0)
    images = sum(1 for item in page if isinstance(item, LTImage | LTFigure))
    return {
        "number": number,
        "bottom": page.y0,
        "height": page.height,
        "width": page.width,
        "images": images,
        "rules": list(islice(_rules(page), _MOST_RULES)),
        "boxes": [*boxes, *dots],
    }


def _rules(page: LTPage) -> Iterator[list[float]]:
    """Yield the level lines that are drawn, edges of boxes among them: height, left, right."""
    for item in page:
        # Lines and rectangles are curves to pdfminer.
        if isinstance(item, LTCurve) and item.width >= _SHORTEST_RULE:
            thin = item.height <= _THICKEST_RULE
            heights = [(item.y0 + item.y1) / 2] if thin else [item.y0, item.y1]
            for height in heights:
                yield [round(number, 1) for number in (height, item.x0, item.x1)]


def _dots(page: LTPage) -> Iterator[list[dict[str, Any]]]:
    """Yield bullets that are drawn, as browsers do, as lines of one sign."""
    for item in page:
        size = item.height
        small = isinstance(item, LTCurve) and _LEAST_DOT <= size <= _LARGEST_DOT
        if small and abs(item.width - size) <= 1:
            place = {"left": item.x0, "right": item.x1, "top": item.y1, "bottom": item.y0}
            yield [{"text": "•", "size": size, "bold": False, "drawn": True} | place]


def _parts(chars: list[LTChar], size: float) -> list[tuple[float, float, str]]:
    """Cut a line where its letters stand further apart than words do, as cells of a table do."""
    parts: list[tuple[float, float, str]] = []
    for char in chars:
        last = parts[-1] if parts else None
        gap = char.x0 - last[1] if last else 0.0
        if last is None or gap > _WIDEST_SPACE * size:
            parts.append((round(char.x0, 1), round(char.x1, 1), char.get_text()))
        else:
            space = " " if gap > _NARROWEST_SPACE * size else ""
            text = f"{last[2]}{space}{char.get_text()}"
            parts[-1] = (last[0], round(char.x1, 1), text)
    return parts


def _line(line: LTTextLine) -> dict[str, Any] | None:
    # Lines set flush on both sides have wide spaces, which pdfminer doubles.
    text = re.sub(" {2,}", " ", line.get_text()).strip()
    chars = [item for item in line if isinstance(item, LTChar) and item.get_text().strip()]
    if not text or not chars:
        return None
    sizes = Counter(round(char.size, 1) for char in chars)
    fonts = Counter(char.fontname for char in chars)
    font = fonts.most_common(1)[0][0].casefold()
    size = sizes.most_common(1)[0][0]
    parts = _parts(chars, size)
    return {
        "text": text,
        "size": size,
        "bold": any(word in font for word in ("bold", "black", "heavy", "semibold")),
        "left": round(line.x0, 1),
        "right": round(line.x1, 1),
        "top": round(line.y1, 1),
        "bottom": round(line.y0, 1),
        **({"parts": parts} if len(parts) > 1 else {}),
    }
