"""Enters: a file of texts, a line each. Leaves: the rows a second of a local Spark session, for each way through it.

python tests/bench/spark.py captions.txt [times] [cores]

The lines are written to a Parquet file `times` times over. Of ROUNDS (4) rounds, the first warms up, and the best of the
others counts. Needs `pip install './bindings/python[spark]'` and Java.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cliptok
import pyarrow
import pyarrow.parquet
from cliptok import spark as clip

MB = 1024 * 1024
ROUNDS = int(os.environ.get("ROUNDS", 4))


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def nothing(batches: Iterator[Any]) -> Iterator[Any]:
    """What an exchange with Python costs."""
    yield from batches


def main() -> None:
    """Prints a table."""
    source, times, cores = (sys.argv[1:] + ["10", "2"][len(sys.argv) - 2 :])[:3]
    lines = Path(source).read_text(encoding="utf-8").splitlines() * int(times)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    begin = time.perf_counter()
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.driver.memory", "2g").config("spark.sql.files.maxPartitionBytes", str(16 * MB))
    spark = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    print(f"session: {time.perf_counter() - begin:.1f} s")
    sd1 = cliptok.Tokenizer("sd1")
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/texts.parquet"
        pyarrow.parquet.write_table(pyarrow.table({"text": lines}), path, row_group_size=50_000)
        frame = spark.read.parquet(path)
        print(f"{len(lines):,} rows in {frame.rdd.getNumPartitions()} partitions, {os.path.getsize(path) / MB:.0f} MB")

        def run(made: Any) -> Callable[[], Any]:
            return lambda: made.write.format("noop").mode("overwrite").save()

        def added(answer: clip.Answer) -> Any:
            return clip.add(frame, {answer: answer}, truncate=True)

        def filtered() -> Any:
            # Made anew each time: else Spark keeps what it shuffled.
            return spark.sql("SELECT count(*) FROM texts WHERE clip_fits(text)").collect()

        def alone() -> None:
            for batch in pyarrow.parquet.ParquetFile(path).iter_batches(10_000):
                sd1.encode_arrow(batch.column("text"), truncate=True)

        clip.register(spark)
        frame.createOrReplaceTempView("texts")
        ways: dict[str, Callable[[], Any]] = {
            "the lone process, one thread, Parquet to rows": alone,
            "scan": run(frame),
            "mapInArrow that does nothing": run(frame.mapInArrow(nothing, frame.schema)),
            "add, binary": run(added("binary")),
            "add, row": run(added("row")),
            "add, ids": run(added("ids")),
            "add, count": run(added("count")),
            "udf, count": run(frame.withColumn("count", clip.udf("count")("text"))),
            "udf, binary": run(frame.withColumn("row", clip.udf("binary", truncate=True)("text"))),
            "SELECT count(*) WHERE clip_fits(text)": filtered,
            "add, binary, written as Parquet": lambda: added("binary").write.mode("overwrite").parquet(f"{folder}/binary"),
            "add, ids, written as Parquet": lambda: added("ids").write.mode("overwrite").parquet(f"{folder}/ids"),
        }
        # Around all of them, so that what else the machine does meets each alike. The first round warms up.
        rounds = [{name: seconds(work) for name, work in ways.items()} for _ in range(ROUNDS)]
        for name in ways:
            print(f"| {name} | {len(lines) / min(taken[name] for taken in rounds[1:]):,.0f} |")
        for answer in ("binary", "ids"):
            size = sum(file.stat().st_size for file in Path(f"{folder}/{answer}").glob("*.parquet"))
            print(f"{answer}: {size / MB:.0f} MB")
    spark.stop()


if __name__ == "__main__":
    main()
