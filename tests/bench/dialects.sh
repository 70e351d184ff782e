#!/usr/bin/env bash
# What each dialect takes to count the tokens of a file, beside hf: run in turns, pinned to one core, medians.
#
#     tests/bench/dialects.sh FILE [ROUNDS]
set -euo pipefail
file=$1
rounds=${2:-15}
cd "$(dirname "$0")/../.."
cargo build --release --quiet
program=target/release/cliptok
bytes=$(stat --format %s "$file")
times=$(mktemp)
trap 'rm -f "$times"' EXIT
for _ in $(seq "$rounds"); do
    for dialect in hf openai open-clip hf-slow hf-basic; do
        start=$(date +%s%N)
        taskset --cpu-list 0 "$program" count --total --dialect "$dialect" < "$file" > /dev/null
        echo "$dialect $(($(date +%s%N) - start))" >> "$times"
    done
done
echo "| \`--dialect\` | median, ms | MB/s | relative to hf |"
echo "|---|---|---|---|"
for dialect in hf openai open-clip hf-slow hf-basic; do
    grep "^$dialect " "$times" | sort --key=2 --numeric-sort | awk -v bytes="$bytes" -v name="$dialect" \
        '{ time[NR] = $2 } END { print name, time[int((NR + 1) / 2)] / 1e6, bytes / time[int((NR + 1) / 2)] * 1e3 }'
done | awk '$1 == "hf" { hf = $2 } { printf "| `%s` | %.0f | %.1f | %.2f |\n", $1, $2, $3, $2 / hf }'
