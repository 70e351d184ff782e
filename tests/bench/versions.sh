#!/usr/bin/env bash
# Whether one build is slower than another: each command with both in turns, pinned to one core, medians in milliseconds.
#
#     git worktree add /tmp/before COMMIT && (cd /tmp/before && cargo build --release)
#     tests/bench/versions.sh /tmp/before/target/release/cliptok target/release/cliptok FILE…
#
# ROUNDS says how often each file is read (11), STARTS how often a single prompt is answered (401), VERBS what is done with files.
set -euo pipefail
before=$1
after=$2
shift 2
times=$(mktemp)
trap 'rm -f "$times"' EXIT
measure() {
    local rounds=$1 program start
    shift
    : > "$times"
    for _ in $(seq "$rounds"); do
        for program in "$before" "$after"; do
            start=$(date +%s%N)
            taskset --cpu-list 0 "$program" "$@" < /dev/null > /dev/null
            echo "$program $(($(date +%s%N) - start))" >> "$times"
        done
    done
    for program in "$before" "$after"; do
        grep --fixed-strings "$program " "$times" | sort --key=2 --numeric-sort |
            awk '{ time[NR] = $2 } END { print time[int((NR + 1) / 2)] / 1e6 }'
    done | awk -v name="$*" 'NR == 1 { before = $1 } NR == 2 { printf "| `%s` | %.2f | %.2f | %.3f |\n", name, before, $1, $1 / before }'
}
echo "| command | before, ms | after, ms | after / before |"
echo "|---|---|---|---|"
for file in "$@"; do
    for verb in ${VERBS:-count encode stats}; do
        measure "${ROUNDS:-11}" "$verb" -f "$file"
    done
done
measure "${STARTS:-401}" count "a photo of a cat"
measure "${STARTS:-401}" "🏯🔥🐉 📜"
