#!/usr/bin/env bash
# Ten million prompts through `count` and `encode` in every dialect, on all cores and on one: the same answers in the same
# order, and steady memory. soak.sh FILE… repeats the lines of the files; PROMPTS and DIALECTS may say less.
set -euo pipefail
cliptok=$(cd "$(dirname "$0")/../.." && pwd)/target/release/cliptok
prompts=${PROMPTS:-10000000}
dialects=${DIALECTS:-hf openai open-clip hf-slow hf-basic}
lines() { (while cat "$@"; do :; done) 2> /dev/null | head -n "$prompts"; }
run() { # THREADS VERB DIALECT FILE…: the checksum of the answers, and the most memory in MiB
    local threads=$1 verb=$2 dialect=$3
    shift 3
    { lines "$@" | command time -f "%M" "$cliptok" "$verb" --dialect "$dialect" --threads "$threads" | md5sum | cut -c1-32; } 2>&1 |
        awk '/^[0-9]+$/ && length($0) < 12 { memory = int($0 / 1024 + 0.5) } length($0) == 32 { sum = $0 } END { print sum, memory }'
}
printf '%-10s %-7s %-32s %8s %8s %s\n' dialect verb checksum 'MiB on 1' 'MiB all' ''
for dialect in $dialects; do
    for verb in count encode; do
        read -r one memory_one < <(run 1 "$verb" "$dialect" "$@")
        read -r all memory_all < <(run "$(nproc)" "$verb" "$dialect" "$@")
        if [ "$one" = "$all" ]; then verdict=equal; else verdict="DIFFERENT: $all"; fi
        printf '%-10s %-7s %-32s %8s %8s %s\n' "$dialect" "$verb" "$one" "$memory_one" "$memory_all" "$verdict"
    done
done
