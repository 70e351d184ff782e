#!/usr/bin/env bash
# One prompt as a whole process, beside an empty Rust process: time by hyperfine, memory by GNU time, on core 0.
#   cargo build --release && tests/bench/startup.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'fn main() {}' > "$work/empty.rs"
rustc -C opt-level=3 -C panic=abort -C strip=symbols -o "$work/empty" "$work/empty.rs"
cliptok=target/release/cliptok
hyperfine --shell=none --warmup 50 --runs 1000 --output null --export-csv "$work/times.csv" \
    --command-name "an empty Rust process" "taskset -c 0 $work/empty" \
    --command-name 'cliptok count "a photo of a cat"' "taskset -c 0 $cliptok count 'a photo of a cat'" \
    --command-name 'cliptok "🏯🔥🐉 📜"' "taskset -c 0 $cliptok '🏯🔥🐉 📜'" \
    > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
peak() { /usr/bin/time -f %M "$@" 2>&1 > /dev/null | tail -n 1; }
{
    peak "$work/empty"
    peak "$cliptok" count "a photo of a cat"
    peak "$cliptok" "🏯🔥🐉 📜"
} > "$work/peaks"
echo "| process | median, ms | peak memory, MiB |"
echo "|---|---|---|"
# Columns of hyperfine: command, mean, stddev, median, … The commands hold no comma.
tail -n +2 "$work/times.csv" | cut -d, -f1,4 | paste -d, - "$work/peaks" | sed 's/""/"/g; s/^"\(.*\)",\([^,]*\),/\1,\2,/' |
    awk -F, '{ printf "| %s | %.2f | %.1f |\n", $1, $2 * 1000, $3 / 1024 }'
