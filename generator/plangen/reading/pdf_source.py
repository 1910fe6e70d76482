"""Reads what stands on a PDF page through pdfium, which does in a tenth of the time what readers in Python do.

pdfium's own lines and spaces are guesses and are not used; only where each character stands is.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from plangen.reading.pdf_sheet import Character, Ruling, Sheet

_LOOK_ALIKES = {
    **{"・": "·", "･": "·", "\uf06c": "●", "\uf0b7": "·", "\uf0b3": "≥", "\uf0a3": "≤"},
    **dict(
        zip(
            "⺟⺠⻄⻅⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻧⻨⻩⻬⻮⻰⻳",
            "母民西见贝车长门青韦页风飞食马鱼鸟卤麦黄齐齿龙龟",
            strict=True,
        )
    ),
}
"""Characters that fonts give in place of others: Japanese dots, signs of the Symbol font, and the radicals that Unicode
itself does not hold to be the same as a character."""
_MIDDLE = 0.38
"""The middle of a character stands this part of its size above its base line."""
_FEW_TURNED = 20
_MOST_OBJECTS = 100_000
"""So many objects of a page are looked at for rules and pictures; a page of text has hundreds, a map may have more."""
_MOST_RULES = 20_000
_MOST_FORM_LEVELS = 8
_STRAIGHT = 0.5
"""A rule is level or upright when its ends differ by no more than this."""
_ICON = 60
_WHOLE_PAGE = 0.8
_FONT_NAME_BYTES = 256

Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class _View:
    """How the places of a page become places as it is seen: its box, and by how many degrees it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Return a point as distances from the left and from the top."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


class _Style(NamedTuple):
    """What the characters of one text object share; they must be turned clockwise by ``turn``, None stands askew."""

    turn: int | None
    size: float
    font: str


class _Placed(NamedTuple):
    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    style: _Style


def read_sheet(page: Any) -> Sheet:
    """Return what stands on a page.

    A page most of whose text stands on its side (a wide table, often) is turned until it stands upright.

    Args:
        page: pdfium's handle of the page.

    Raises:
        ValueError: pdfium does not find the text of the page.
    """
    owners: set[int | None] = set()
    placed = list(_placed(page, owners))
    directions: Counter[int | None] = Counter()
    for one in placed:
        if not one.text.isspace():
            directions[one.style.turn] += 1
    total = directions.total()
    own_turn = 90 * max(pdfium.FPDFPage_GetRotation(page), 0)
    usual = next(
        (turn for turn, count in directions.items() if turn is not None and count > max(total / 2, _FEW_TURNED)),
        own_turn,
    )
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    view = _View(box.left, box.bottom, box.right, box.top, usual)
    width, height = view.size
    characters = [_character(one, view) for one in placed if one.style.turn == usual]
    sheet = Sheet(
        width=width,
        height=height,
        characters=characters,
        total=total,
        unreadable=sum(one.text == "\ufffd" for one in characters),
        slanted=total - directions[usual],
    )
    _look_at_objects(page, view, sheet, owners)
    return sheet


# --- characters -----------------------------------------------------------------------------------------------------


def _placed(page: Any, owners: set[int | None]) -> Iterator[_Placed]:
    """Yield the characters of a page where they stand; the parts of a ligature, which stand on one spot, together.

    Args:
        page: pdfium's handle of the page.
        owners: gets the text objects that the characters belong to.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise ValueError("no text page")
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    styles: dict[int | None, _Style] = {}
    last: _Placed | None = None
    last_owner: int | None = None
    try:
        for at in range(pdfium.FPDFText_CountChars(text_page)):
            code = pdfium.FPDFText_GetUnicode(text_page, at)
            if code <= 0x20 and pdfium.FPDFText_IsGenerated(text_page, at) == 1:
                continue  # a space or a line end that pdfium guessed
            owner = _address(pdfium.FPDFText_GetTextObject(text_page, at))
            style = styles.get(owner)
            if style is None:
                style = styles[owner] = _style(text_page, at)
                owners.add(owner)
            pdfium.FPDFText_GetCharOrigin(text_page, at, x, y)
            pdfium.FPDFText_GetLooseCharBox(text_page, at, box)
            text = _text_of(text_page, at, code)
            one = _Placed(text, x.value, y.value, (box.left, box.bottom, box.right, box.top), style)
            if last is not None and owner == last_owner and (one.x, one.y) == (last.x, last.y):
                one = _together(last, one)
            elif last is not None:
                yield last
            last, last_owner = one, owner
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    if last is not None:
        yield last


def _address(handle: Any) -> int | None:
    return ctypes.addressof(handle.contents) if handle else None


def _together(first: _Placed, second: _Placed) -> _Placed:
    left, bottom, right, top = zip(first.box, second.box, strict=True)
    text = first.text + second.text
    if "\ud800" <= first.text[-1:] <= "\udbff":  # a character beyond the first 65,536, given in two halves
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return first._replace(text=text, box=(min(left), min(bottom), max(right), max(top)))


def _text_of(text_page: Any, at: int, code: int) -> str:
    if code == 0x02 and pdfium.FPDFText_IsHyphen(text_page, at) == 1:
        return "-"  # pdfium marks a hyphen at the end of a line
    if code in (0, 0xFFFE, 0xFFFF) or pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1:
        return "\ufffd"
    text = chr(code)
    # Some programs map Chinese characters to the look-alike radicals that Unicode has beside them.
    if "\u2e80" <= text <= "\u2fdf":
        text = unicodedata.normalize("NFKC", text)
    return _LOOK_ALIKES.get(text, text)


def _style(text_page: Any, at: int) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, at, matrix)
    size = pdfium.FPDFText_GetFontSize(text_page, at)
    # Type of a negative size runs the other way: some programs turn everything round twice.
    turn = _turn(math.copysign(matrix.a, matrix.a * size), math.copysign(matrix.b, matrix.b * size))
    size = abs(size) * math.hypot(matrix.c, matrix.d)
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, at, name, _FONT_NAME_BYTES, flags)
    return _Style(turn, size, name.value.decode("utf-8", "replace"))


def _turn(along: float, up: float) -> int | None:
    if abs(up) <= 0.1 * abs(along):
        return 0 if along >= 0 else 180
    if abs(along) <= 0.1 * abs(up):
        return 90 if up > 0 else 270
    return None


def _character(one: _Placed, view: _View) -> Character:
    left, base = view.seen(one.x, one.y)
    first, second = view.seen(one.box[0], one.box[1])[0], view.seen(one.box[2], one.box[3])[0]
    return Character(
        one.text, left, max(first, second, left), base, one.style.size, base - _MIDDLE * one.style.size, one.style.font
    )


# --- rules and pictures ---------------------------------------------------------------------------------------------


def _look_at_objects(page: Any, view: _View, sheet: Sheet, owners: set[int | None]) -> None:
    """Find the rules and pictures of a page, and the spaces that pdfium leaves out of its text."""
    left_to_see = _MOST_OBJECTS
    for found, matrix in _objects(page):
        left_to_see -= 1
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _add_picture(found, matrix, view, sheet)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT and _address(found) not in owners:
            _add_space(found, matrix, view, sheet)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and not sheet.unruled:
            left_to_see -= _add_rules(found, matrix, view, sheet)
            sheet.unruled = len(sheet.level) + len(sheet.upright) > _MOST_RULES
        if left_to_see < 0:
            sheet.unruled = True
            break
    if sheet.unruled:
        sheet.level.clear()
        sheet.upright.clear()


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Yield the objects of a page, those in forms too, each with the matrix from its places to the page's."""
    waiting = [(pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), _UNMOVED, 0)]
    while waiting:
        get, holder, count, matrix, depth = waiting.pop()
        for at in range(count):
            found = get(holder, at)
            if pdfium.FPDFPageObj_GetType(found) != pdfium.FPDF_PAGEOBJ_FORM:
                yield found, matrix
            elif depth < _MOST_FORM_LEVELS:
                inner = _times(_matrix_of(found), matrix)
                number = pdfium.FPDFFormObj_CountObjects(found)
                waiting.append((pdfium.FPDFFormObj_GetObject, found, number, inner, depth + 1))


def _matrix_of(found: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(found, matrix):
        return _UNMOVED
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Matrix, two: Matrix) -> Matrix:
    if two is _UNMOVED:
        return one
    a, b, c, d, e, f = one
    return (
        a * two[0] + b * two[2],
        a * two[1] + b * two[3],
        c * two[0] + d * two[2],
        c * two[1] + d * two[3],
        e * two[0] + f * two[2] + two[4],
        e * two[1] + f * two[3] + two[5],
    )


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    if matrix is _UNMOVED:
        return x, y
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _add_space(found: Any, matrix: Matrix, view: _View, sheet: Sheet) -> None:
    """Add the space that a text object without ink holds; one with ink is a text drawn twice."""
    bounds = _bounds(found)
    if bounds is None or bounds[2] - bounds[0] > _STRAIGHT or bounds[3] - bounds[1] > _STRAIGHT:
        return
    a, b, c, d, x, y = _times(_matrix_of(found), matrix)
    size, width = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(found, size)
    if _turn(math.copysign(a, a * size.value), math.copysign(b, b * size.value)) != view.turn:
        return
    # Fonts hold what the document uses: a font that has the wide space and not the narrow one shows which it was.
    font = pdfium.FPDFTextObj_GetFont(found)
    wide = pdfium.FPDFFont_GetGlyphWidth(font, ord(" "), size, width) and width.value == 0
    wide = wide and pdfium.FPDFFont_GetGlyphWidth(font, ord("\u3000"), size, width) and width.value > 0
    left, base = view.seen(x, y)
    height = abs(size.value) * math.hypot(c, d)
    text = "\u3000" if wide else " "
    sheet.characters.append(Character(text, left, left, base, height, base - _MIDDLE * height, ""))


def _bounds(found: Any) -> tuple[float, ...] | None:
    sides = [ctypes.c_float() for _ in range(4)]
    return tuple(side.value for side in sides) if pdfium.FPDFPageObj_GetBounds(found, *sides) else None


def _add_picture(found: Any, matrix: Matrix, view: _View, sheet: Sheet) -> None:
    bounds = _bounds(found)
    if bounds is None:
        return
    left, bottom, right, top = bounds
    corners = [view.seen(*_moved(matrix, x, y)) for x in (left, right) for y in (bottom, top)]
    width = max(x for x, _ in corners) - min(x for x, _ in corners)
    height = max(y for _, y in corners) - min(y for _, y in corners)
    sheet.pictures += width > _ICON and height > _ICON
    sheet.photographed |= width > _WHOLE_PAGE * sheet.width and height > _WHOLE_PAGE * sheet.height


def _add_rules(found: Any, matrix: Matrix, view: _View, sheet: Sheet) -> int:
    """Add the level and upright lines of a path, and return how many pieces it has."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if pdfium.FPDFPath_GetDrawMode(found, fill, stroke) and not (fill.value or stroke.value):
        return 0
    count: int = pdfium.FPDFPath_CountSegments(found)
    if count > _MOST_RULES:
        sheet.unruled = True
        return 0
    matrix = _times(_matrix_of(found), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = before = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(found, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = view.seen(*_moved(matrix, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            _add_rule(before, point, sheet)
        if pdfium.FPDFPathSegment_GetClose(segment):
            _add_rule(point, first, sheet)
        before = point
    return count


def _add_rule(start: tuple[float, float], end: tuple[float, float], sheet: Sheet) -> None:
    (x0, y0), (x1, y1) = start, end
    if abs(y0 - y1) <= _STRAIGHT and abs(x0 - x1) > _STRAIGHT:
        sheet.level.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x0 - x1) <= _STRAIGHT and abs(y0 - y1) > _STRAIGHT:
        sheet.upright.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
