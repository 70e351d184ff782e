"""Writes the tables of src/unicode/tables that say what Python 3.11 (Unicode 14.0), regex and ftfy themselves know.

    pip install ftfy==6.3.1 regex==2026.11.15        # under Python 3.11
    python tests/oracle/python_tables.py src/unicode/tables && cargo fmt
"""
import re
import sys
import unicodedata
from html.entities import html5
from pathlib import Path

import ftfy  # registers its codecs
import regex
from ftfy.badness import MOJIBAKE_CATEGORIES
from ftfy.chardata import CHARMAP_ENCODINGS, UTF8_CLUES, WIDTH_MAP

import rust_tables
from rust_tables import CODE_POINTS, character, lower_case, ranges, table

assert unicodedata.unidata_version == "14.0.0", "Python 3.11 is wanted"

def generated(source):
    return rust_tables.generated("python_tables.py", source)


def classes():
    """As the pattern's own parts see them: where case is ignored, U+0345, whose other cases are letters,
    is neither in `[\\p{L}]` nor in `[^\\s\\p{L}\\p{N}]`."""
    letters, numbers, symbols = (
        regex.compile(part, regex.IGNORECASE) for part in (r"[\p{L}]", r"[\p{N}]", r"[^\s\p{L}\p{N}]")
    )
    matching = lambda part: ranges(c for c in CODE_POINTS if part.match(chr(c)))
    unmatched = [c for c in CODE_POINTS if not any(part.match(chr(c)) for part in (letters, numbers, symbols))]
    kind, inclusive = "(u32, u32)", "as inclusive ranges in order."
    return (
        generated("regex 2026.11.15 (Unicode 18.0)")
        + table("LETTERS", rf"`[\p{{L}}]`, {inclusive}", kind, matching(letters))
        + table("NUMBERS", rf"`[\p{{N}}]`, {inclusive}", kind, matching(numbers))
        + table("UNMATCHED", f"What no part of the pattern matches, ignoring case: white space and U+0345, {inclusive}", kind, ranges(unmatched))
    )


def lower():
    return generated("Python 3.11 (Unicode 14.0)") + lower_case(str.lower)


def final_sigma():
    """What `str.lower` makes of Σ tells which characters it looks beyond and which it takes for cased."""
    after_cased = lambda c: f"A{chr(c)}Σ".lower().endswith("ς")
    alone = lambda c: f"{chr(c)}Σ".lower().endswith("ς")
    kind = "(u32, u32)"
    return (
        generated("Python 3.11 (Unicode 14.0)")
        + table("CASE_IGNORABLE", "The characters that the search for a cased neighbor of Σ looks beyond: inclusive ranges in order.", kind, ranges(c for c in CODE_POINTS if after_cased(c) and not alone(c)))
        + table("CASED", "The cased characters that are not ignorable: inclusive ranges in order.", kind, ranges(c for c in CODE_POINTS if alone(c)))
    )


def category():
    of = lambda prefix: ranges(c for c in CODE_POINTS if unicodedata.category(chr(c)).startswith(prefix))
    decimal = ranges(c for c in CODE_POINTS if re.match(r"\d", chr(c)))
    kind = "(u32, u32)"
    return (
        generated("Python 3.11 (Unicode 14.0)")
        + table("OTHER", "The categories `C*`: control, format, private use and unassigned characters; inclusive ranges in order.", kind, of("C"))
        + table("DECIMAL_DIGITS", "The category `Nd`, which is `\\d`: inclusive ranges in order.", kind, decimal)
        + table("NONSPACING_MARKS", "The category `Mn`: marks that take no room of their own; inclusive ranges in order.", kind, of("Mn"))
        + table("PUNCTUATION", "The categories `P*`: punctuation; inclusive ranges in order.", kind, of("P"))
    )


def width():
    one = [(chr(c), s) for c, s in sorted(WIDTH_MAP.items()) if len(s) == 1]
    several = [(chr(c), s) for c, s in sorted(WIDTH_MAP.items()) if len(s) != 1]
    assert several == [("\uffe3", " \u0304")]
    rows = [f"({character(c)}, {character(s)})" for c, s in one]
    return generated("ftfy 6.3.1 under Python 3.11 (Unicode 14.0)") + table(
        "STANDARD_WIDTH",
        "The standard form of every full-width and half-width character but U+FFE3, whose form is two characters.",
        "(char, char)",
        rows,
    )


def entities():
    """One string, since a table of strings would have to be relocated at every start."""
    lines = "\n".join(name + "".join(f" {ord(c):x}" for c in html5[name]) for name in sorted(html5, key=str.encode))
    return (
        generated("Python 3.11, `html.entities.html5`")
        + "\n/// A line each, in the order of their bytes: a name without `&`, then the code points of what it stands for, in hex.\n"
        + f'pub(crate) const ENTITIES: &str = "\\\n{lines}";\n'
    )


def mojibake():
    categories = {**MOJIBAKE_CATEGORIES, **UTF8_CLUES}
    sets = [re.compile(f"[{characters}]") for characters in categories.values()]
    bits = lambda c: sum(1 << at for at, one in enumerate(sets) if one.match(chr(c)))
    rows = []
    for c in range(0x80, 0x10000):
        if not 0xD800 <= c <= 0xDFFF and (own := bits(c)):
            if rows and rows[-1][1] == c - 1 and rows[-1][2] == own:
                rows[-1][1] = c
            else:
                rows.append([c, c, own])
    names = "".join(
        f"\n/// `{name}`\npub(crate) const {name.upper()}: u32 = 1 << {at};" for at, name in enumerate(categories)
    )

    def encoded(c, encoding):
        try:
            return chr(c).encode(encoding)[0]
        except UnicodeEncodeError:
            return 0

    encodings = [[encoded(c, encoding) for encoding in CHARMAP_ENCODINGS] for c in range(0x10000)]
    bytes_of = [
        f"({character(chr(c))}, [" + ", ".join(f"0x{b:02X}" for b in row) + "])"
        for c, row in enumerate(encodings)
        if c >= 0x80 and any(row)
    ]
    return (
        generated("ftfy 6.3.1, `badness.MOJIBAKE_CATEGORIES`, `chardata.UTF8_CLUES` and `chardata.CHARMAP_ENCODINGS`")
        + names
        + "\n"
        + table("CATEGORIES", "First, last, categories: inclusive ranges in order, from U+0080 on. U+0020 is in `UTF8_CONTINUATION` as well.", "(u32, u32, u32)", [f"(0x{a:04X}, 0x{b:04X}, 0x{own:05X})" for a, b, own in rows])
        + f"\n/// How many single-byte encodings there are: {', '.join(CHARMAP_ENCODINGS)}.\npub(crate) const ENCODINGS: usize = {len(CHARMAP_ENCODINGS)};\n"
        + table("BYTES", "The byte of each character beyond ASCII in each of the encodings; 0 where it has none.", "(char, [u8; ENCODINGS])", bytes_of)
    )


out = Path(sys.argv[1])
for name, make in [
    ("classes_18", classes),
    ("lower_14", lower),
    ("final_sigma_14", final_sigma),
    ("category_14", category),
    ("standard_width", width),
    ("html_entities", entities),
    ("mojibake", mojibake),
]:
    (out / f"{name}.rs").write_text(make())
