#!/usr/bin/env bash
# How long a folder of pictures takes, and how much memory, beside exiftool on the same folder:
#   tests/bench/pictures.sh [PICTURES]
# The folder holds so many copies (10,000) of the samples in tests/golden/images that have a prompt; a second one holds two hundred
# pictures of 2048 × 2048 pixels without one, in whose pixels it is looked for as well. Medians of ROUNDS runs in turn (5). Needs
# python3 and GNU time; exiftool, where it is there.
set -euo pipefail
pictures=${1:-10000}
rounds=${ROUNDS:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
cliptok=${CLIPTOK:-$root/target/release/cliptok}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$root/tests/golden/images" "$pictures" "$work" <<'PYTHON'
import json, os, struct, sys, zlib
samples, count, work = sys.argv[1], int(sys.argv[2]), sys.argv[3]
index = json.load(open(f"{samples}/index.json"))["samples"]
files = [sample["file"] for sample in index if sample["positive"] is not None]
os.mkdir(f"{work}/small")
for number in range(count):
    name = files[number % len(files)]
    extension = name.rsplit(".", 1)[1]
    with open(f"{work}/small/{number:06}.{extension}", "wb") as out:
        out.write(open(f"{samples}/{name}", "rb").read())
os.mkdir(f"{work}/large")
chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
side = 2048
row = b"\0" + bytes((x * 7) & 255 for x in range(side * 4))
pixels = zlib.compress(b"".join(row for _ in range(side)), 1)
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
for number in range(200):
    open(f"{work}/large/{number:03}.png", "wb").write(png)
PYTHON
median() {
    for _ in $(seq "$rounds"); do
        /usr/bin/time -f "%e %M" -o "$work/time" "$@" > /dev/null 2>&1 || true
        tail -n 1 "$work/time"
    done | sort -n | awk '{ seconds[NR] = $1; if ($2 > most) most = $2 } END { printf "%.2f s, %.0f MiB\n", seconds[int((NR + 1) / 2)], most / 1024 }'
}
echo "$pictures pictures: count               $(median "$cliptok" count -f "$work/small")"
echo "$pictures pictures: count --threads 1   $(median "$cliptok" count --threads 1 -f "$work/small")"
if command -v exiftool > /dev/null; then
    rounds=1
    echo "$pictures pictures: exiftool -q -j      $(median exiftool -q -j "$work/small")"
    rounds=${ROUNDS:-5}
fi
echo "200 pictures of 2048 × 2048 without a prompt: count $(median "$cliptok" count -f "$work/large")"
