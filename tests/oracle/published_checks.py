"""Compares the embedding table of a model with what others have published about it.

    python tests/oracle/published_checks.py WEIGHTS [CLIPTOK]

WEIGHTS is the file of Stable Diffusion 1.4 or of SDXL; CLIPTOK is the program. tests/golden/embeddings/published-checks.json has what was
published: lists of neighbors, lengths of rows, cosines. Only what is about an encoder that the file has is compared. Exits with 1 if
anything differs.
"""

import json
import subprocess
import sys
from pathlib import Path

CHECKS = Path(__file__).resolve().parents[1] / "golden" / "embeddings" / "published-checks.json"

# Printed with four digits, and two entries that are as close may have changed places.
TOLERANCE = 0.0002


class Weights:
    """A file, and what cliptok says of it."""

    def __init__(self, path, program):
        self.command = [program, "near", "--weights", path, "--format", "json"]
        tables = json.loads(subprocess.run([*self.command, "--tables"], check=True, capture_output=True).stdout)
        self.encoders = {{768: "l", 1280: "g"}.get(table["width"]): table for table in tables}

    def near(self, encoder, text, top):
        command = [*self.command, "--encoder", encoder, "--top", str(top), text]
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]["queries"][-1]

    def pair(self, encoder, one, other):
        command = [*self.command, "--encoder", encoder, "--pair", one, other]
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["cosine"]


def differences(check, weights, encoder, entries):
    """What a file gives otherwise than published."""
    if "order" in check:
        found = weights.near(encoder, entries[check["query"]], len(check["order"]))["nearest"]
        ids = [entry["id"] for entry in found]
        if ids != check["order"]:
            yield f"closest: {ids}, published: {check['order']}"
        for entry, cosine in zip(found, check.get("cosine", [])):
            if abs(entry["cosine"] - cosine) > TOLERANCE:
                yield f"cosine of {entry['id']}: {entry['cosine']:.4f}, published: {cosine}"
    for id, norm in check.get("norms", {}).items():
        if (text := entries.get(int(id))) is not None:
            found = weights.near(encoder, text, 1)["norm"]
            if abs(found - norm) > TOLERANCE:
                yield f"length of row {id}: {found:.5f}, published: {norm}"
    if "nonzero_rows" in check:
        table = weights.encoders[encoder]
        found = table["rows"] - table["zero_rows"]
        if found != check["nonzero_rows"]:
            yield f"rows that are not zero: {found}, published: {check['nonzero_rows']}"
    for one, other, cosine in check.get("pairs", []):
        # A mean, as in `(cute+girl)/2`, is the mean of a text.
        one = one.strip("()/2").replace("+", " ").rstrip(")")
        found = weights.pair(encoder, one, other)
        if abs(found - cosine) > TOLERANCE:
            yield f"{one} and {other}: {found:.4f}, published: {cosine}"


def main(path, program="cliptok"):
    weights = Weights(path, program)
    checks = json.loads(CHECKS.read_text())["checks"]
    # A text that gives each entry that is asked for.
    ids = {check["query"] for check in checks if "query" in check}
    ids |= {int(id) for check in checks for id in check.get("norms", {})}
    entries = {}
    for id in sorted(ids):
        shown = subprocess.run([program, "vocab", "--id", str(id), "--format", "json"], check=True, capture_output=True)
        entries[id] = json.loads(shown.stdout)[0]["example"]
        alone = subprocess.run([program, "encode", "--", entries[id]], check=True, capture_output=True, text=True).stdout.split()
        if alone != [str(id)]:
            del entries[id]
    different = 0
    for check in checks:
        encoder = "g" if "bigG" in check["model"] else "l"
        name = f"{check['source']}: {check['model']}"
        if encoder not in weights.encoders:
            print(f"not compared, the file has no such encoder: {name}")
            continue
        found = list(differences(check, weights, encoder, entries))
        different += bool(found)
        print(f"{'differs' if found else 'the same'}: {name}")
        for line in found:
            print(f"    {line}")
    sys.exit(different > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
