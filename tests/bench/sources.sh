#!/usr/bin/env bash
# How fast prompts are counted in lines, JSON lines, a JSON document, CSV and TSV, beside jq, and how much memory each takes. Also CSV
# with quotes around every cell (quoted.csv) and with 20 columns (wide.csv), and JSON lines with an escape in every prompt
# (escaped.jsonl):
#   tests/bench/sources.sh CAPTIONS [MEGABYTES]
# CAPTIONS is a file of prompts, a line each; it is repeated until the lines have so many megabytes (50 if none are named).
# Medians of ROUNDS runs in turn (7), on one thread, pinned to the processor CORE (0), and on two threads. Needs python3, jq, taskset
# and GNU time.
set -euo pipefail
captions=${1:?tests/bench/sources.sh CAPTIONS [MEGABYTES]}
megabytes=${2:-50}
rounds=${ROUNDS:-7}
core=${CORE:-0}
formats=(txt jsonl escaped.jsonl json csv tsv quoted.csv wide.csv)
cliptok=${CLIPTOK:-$(cd "$(dirname "$0")/../.." && pwd)/target/release/cliptok}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$captions" "$megabytes" "$work" <<'PYTHON'
import csv, json, sys
captions, megabytes, work = sys.argv[1], int(sys.argv[2]), sys.argv[3]
lines = open(captions, encoding="utf8").read().splitlines()
kinds = ("txt", "jsonl", "escaped.jsonl", "json", "csv", "tsv", "quoted.csv", "wide.csv")
names = [open(f"{work}/p.{name}", "w", newline="", encoding="utf8") for name in kinds]
text, jsonl, escaped, document, commas, tabs, quotes, columns = names
tables = csv.writer(commas), csv.writer(tabs, delimiter="\t"), csv.writer(quotes, quoting=csv.QUOTE_ALL)
wide = csv.writer(columns)
for table in tables:
    table.writerow(["url", "caption", "width", "height"])
wide.writerow(["url", "caption", *(f"column{column}" for column in range(18))])
number = written = 0
document.write("[")
while written < megabytes * 1_000_000:
    for line in lines:
        url = f"http://example.com/{number}.jpg"
        record = json.dumps({"url": url, "caption": line, "width": 512, "height": 768}, ensure_ascii=False)
        text.write(line + "\n")
        jsonl.write(record + "\n")
        escaped.write(json.dumps({"url": url, "caption": f'"{line}"', "width": 512, "height": 768}, ensure_ascii=False) + "\n")
        document.write((",\n" if number else "") + record)
        for table in tables:
            table.writerow([url, line, 512, 768])
        wide.writerow([url, line, *((number * 7919 + column * 104729) % 1000 for column in range(18))])
        number += 1
        written += len(line.encode()) + 1
document.write("]\n")
for file in names:
    file.close()
PYTHON
seconds() {
    local start
    start=$(date +%s%N)
    "$@" > /dev/null
    awk "BEGIN { printf \"%.3f\n\", ($(date +%s%N) - $start) / 1e9 }"
}
peak() { /usr/bin/time -f %M -o "$work/peak" "$@" > /dev/null; awk '{ printf "%.0f", $1 / 1024 }' "$work/peak"; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
for ((round = 0; round < rounds; round++)); do
    seconds jq -r .caption "$work/p.jsonl" >> "$work/jq"
    for format in "${formats[@]}"; do
        seconds taskset -c "$core" "$cliptok" count --threads 1 -f "$work/p.$format" >> "$work/$format.1"
        seconds "$cliptok" count --threads 2 -f "$work/p.$format" >> "$work/$format.2"
    done
done
jq=$(median < "$work/jq")
plain=$(median < "$work/txt.1")
echo "| format | MB | one thread, s | of plain lines | two threads, s | peak, MiB |"
echo "|---|---|---|---|---|---|"
for format in "${formats[@]}"; do
    one=$(median < "$work/$format.1")
    two=$(median < "$work/$format.2")
    size=$(($(stat -c %s "$work/p.$format") / 1000000))
    memory=$(peak "$cliptok" count -f "$work/p.$format")
    echo "| $format | $size | $one | $(awk "BEGIN { printf \"%.2f\", $one / $plain }") | $two | $memory |"
done
one=$(median < "$work/jsonl.1")
two=$(median < "$work/jsonl.2")
echo "jq -r .caption: $jq s; JSON lines are counted $(awk "BEGIN { printf \"%.1f and %.1f\", $jq / $one, $jq / $two }") times as fast, on one thread and on two"
