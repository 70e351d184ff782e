"""Writes strings with what ftfy makes of them: mojibake of many kinds, entities, and the rest of what it repairs.

    pip install ftfy==6.3.1        # under Python 3.11
    python tests/oracle/text_repair.py > tests/golden/text-repair.jsonl
"""
import json
import random
import sys
from html.entities import html5

import ftfy

CHOOSE = random.Random(631)

WORDS = (
    "são naïve coração Über größe Łódź žluťoučký İstanbul ąčęėį Ελλάδα καφές Россия привет żółć œuvre ‘quoted’ “quoted” "
    "it’s – — … • € £ ™ © à á é ê ñ ö ü ß ø Å × ½ ² 日本 한국 سلام नमस्ते 🏯 🖍 👍🏽 \u00a0 \u00ad ﬁ"
).split(" ")
ENCODINGS = (
    "latin-1 sloppy-windows-1252 sloppy-windows-1251 sloppy-windows-1250 sloppy-windows-1253 sloppy-windows-1254 "
    "sloppy-windows-1257 iso-8859-2 macroman cp437 cp1252"
).split(" ")
OTHERS = (
    "a cat|, |. |! |? | |  |\n|\r\n|\r|\u2028|\u0085|\u0080|\u0099|\x1a|\x00|\x0b|\x1b[31m|\x1b[0|\x1b[٣m|\ufeff|\ufffd|\u206a|\ufffc"
    "|&amp;|&amp;amp;amp;|&eacute;|&EACUTE;|&Eacute;|&#233;|&#xe9;|&#x85;|&#0;|&#59;|&#1;|&#xd800;|&nosuch;|&Atilde;&sup3;|&lt;|<b>"
    "|ＡＢＣ|ｱｲｳ|￣|　|ﬂ|Ĳ|ŉ|‘|’|ʼ|“|„|e\u0301|A\u030a|Ã |Â |Ã quele|à²|√©|вЂ™|β€™|ā€|ГўВЂВ™ x|œ.|×²|ØªØ§|\u1acf|€™"
).split("|")


def to_utf8(text):
    """UTF-8, or now and then its variants: surrogate pairs, and Java's NUL."""
    if CHOOSE.random() < 0.15:
        units = text.encode("utf-16-be")
        pairs = [chr(units[at] << 8 | units[at + 1]) for at in range(0, len(units), 2)]
        return "".join(pairs).encode("utf-8", "surrogatepass")
    return text.encode("utf-8") + (b"\xc0\x80" if CHOOSE.random() < 0.05 else b"")


def mojibake():
    text = CHOOSE.choice(WORDS)
    for _ in range(CHOOSE.choice((1, 1, 1, 2, 2, 3))):
        text = to_utf8(text).decode(CHOOSE.choice(ENCODINGS), "replace")
    if CHOOSE.random() < 0.2:
        text = text.replace("\u00a0", " ")
    if CHOOSE.random() < 0.2 and text:
        at = CHOOSE.randrange(len(text))
        text = text[:at] + CHOOSE.choice("\ufffd?") + text[at + 1:]
    if CHOOSE.random() < 0.1:
        text = text[CHOOSE.randrange(len(text) + 1):]
    return text


def lead_run():
    """What a round of repairs takes only one character from."""
    return CHOOSE.choice("ÂÂÂÃÅВΒĀ¬ÀÐ") * CHOOSE.choice((1, 5, 8, 9, 10, 11, 15, 25)) + CHOOSE.choice("©®°» \u00a0\x99™“Ÿ?\ufffd")


def string():
    pieces = (mojibake, mojibake, lead_run, lambda: CHOOSE.choice(WORDS), lambda: CHOOSE.choice(OTHERS), lambda: CHOOSE.choice(OTHERS))
    text = CHOOSE.choice(("", " ")).join(CHOOSE.choice(pieces)() for _ in range(CHOOSE.choice((1, 1, 2, 2, 3, 5))))
    return text + CHOOSE.choice(("", "", "\n"))


def valid(text):
    return not any("\ud800" <= c <= "\udfff" for c in text)


# The quirks of `$` before a final line feed, and every name in capitals.
strings = ["reiÃŸt!À\n", "Ãƒí\xa0\x80í°\n", "í\n", "À\nx Ã©"]
strings += [f"&{name.upper()}" for name in sorted(html5) if name.endswith(";") and name == name.lower()]
strings += (text for text in (string() for _ in range(6000)) if valid(text))
for text in dict.fromkeys(strings):
    sys.stdout.write(json.dumps({"text": text, "repaired": ftfy.fix_text(text)}, ensure_ascii=True) + "\n")
