"""Writes src/unicode/tables/classes_16.rs and lower_17.rs: what the package `tokenizers` itself says of every code point.

    pip install tokenizers==0.23.3
    python tests/oracle/unicode_tables.py src/unicode/tables && cargo fmt
"""
import sys
from pathlib import Path

from tokenizers import Regex, normalizers

from rust_tables import CODE_POINTS, generated, lower_case, ranges, table

SCRIPT = "unicode_tables.py"


def matched(pattern):
    """The code points that the package's regex engine (Oniguruma) matches."""
    remove = normalizers.Replace(Regex(pattern), "")
    found = []
    for base in range(0, len(CODE_POINTS), 4096):
        block = CODE_POINTS[base:base + 4096]
        kept = set(remove.normalize_str("".join(map(chr, block))))
        found += [c for c in block if chr(c) not in kept]
    return found


def classes():
    text = generated(SCRIPT, "tokenizers 0.23.3 (Oniguruma, Unicode 16.0)")
    for name, pattern in [("LETTERS", r"\p{L}"), ("NUMBERS", r"\p{N}"), ("WHITESPACE", r"\s")]:
        text += table(name, f"`{pattern}`, as inclusive ranges in order.", "(u32, u32)", ranges(matched(pattern)))
    return text


out = Path(sys.argv[1])
(out / "classes_16.rs").write_text(classes())
lower = generated(SCRIPT, "tokenizers 0.23.3 (Unicode 17.0)") + lower_case(normalizers.Lowercase().normalize_str)
(out / "lower_17.rs").write_text(lower)
