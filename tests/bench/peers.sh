#!/usr/bin/env bash
# cliptok beside `wc -w` and other tokenizers of CLIP, on files with a prompt a line: in turns, medians, one core unless
# it says otherwise. cliptok and wc are measured as whole processes; the others without starting, loading and reading.
#
#     tests/bench/peers.sh FILE…            5 rounds; ROUNDS=15 for more
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
rounds=${ROUNDS:-5}
export LC_ALL=C
(cd "$root" && cargo build --release --quiet)
cargo build --release --quiet --manifest-path "$here/peers/Cargo.toml" --target-dir "$root/target/peers"
cliptok=$root/target/release/cliptok
peers=$root/target/peers/release/peers
others="instant-clip-tokenizer kitoken tokenizers"
times=$(mktemp)
trap 'rm -f "$times"' EXIT

# Seconds of a whole process that reads the file.
whole() {
    local start
    start=$(date +%s%N)
    "$@" > /dev/null
    echo "$(($(date +%s%N) - start))" | awk '{ print $1 / 1e9 }'
}

for file in "$@"; do
    name=$(basename "$file")
    ours=$("$cliptok" encode --format u16 < "$file" | "$peers" u16 "$root/data" | cut -d ' ' -f 2)
    for _ in $(seq "$rounds"); do
        echo "$name wc $(whole taskset -c 0 wc -w < "$file")" >> "$times"
        echo "$name count $(whole taskset -c 0 "$cliptok" count < "$file")" >> "$times"
        echo "$name encode $(whole taskset -c 0 "$cliptok" encode < "$file")" >> "$times"
        echo "$name stats $(whole taskset -c 0 "$cliptok" stats < "$file")" >> "$times"
        echo "$name one $(whole "$cliptok" encode --threads 1 < "$file")" >> "$times"
        echo "$name two $(whole "$cliptok" encode --threads 2 < "$file")" >> "$times"
        for other in $others; do
            read -r _ sum seconds _ < <(taskset -c 0 "$peers" "$other" "$root/data" < "$file")
            [ "$sum" = "$ours" ] || { echo "$other gives other ids for $file" >&2; exit 1; }
            echo "$name $other $seconds" >> "$times"
        done
    done
    echo "$name bytes $(stat --format %s "$file")" >> "$times"
done

awk '
    $2 == "bytes" { bytes[$1] = $3; files[++count] = $1; next }
    { n = ++seen[$1, $2]; time[$1, $2, n] = $3 }
    function median(file, what,    n, i, j, t, sorted) {
        n = seen[file, what]
        for (i = 1; i <= n; i++) sorted[i] = time[file, what, i]
        for (i = 2; i <= n; i++) for (j = i; j > 1 && sorted[j] < sorted[j - 1]; j--) {
            t = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = t
        }
        return sorted[int((n + 1) / 2)]
    }
    function row(label, what,    i, file, mine) {
        printf "| %s |", label
        for (i = 1; i <= count; i++) {
            file = files[i]; mine = median(file, what)
            printf " %.0f (%.2f) |", bytes[file] / mine / 1e6, median(file, "wc") / mine
        }
        print ""
    }
    END {
        printf "| MB/s (times `wc -w`) |"; for (i = 1; i <= count; i++) printf " %s |", files[i]; print ""
        printf "|---|"; for (i = 1; i <= count; i++) printf "---|"; print ""
        row("`cliptok count`", "count")
        row("`cliptok encode`", "encode")
        row("`cliptok stats`", "stats")
        row("`cliptok encode --threads 1`, not pinned", "one")
        row("`cliptok encode --threads 2`, not pinned", "two")
        row("instant-clip-tokenizer 0.1", "instant-clip-tokenizer")
        row("kitoken 0.11", "kitoken")
        row("tokenizers 0.23 (Hugging Face)", "tokenizers")
        row("`wc -w`, which counts words", "wc")
    }' "$times"
