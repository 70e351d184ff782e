"""Writes the Parquet files of this folder, with the packages that people write theirs with:
pip install pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1, then python make.py. Their rows are in tests/library/parquet.rs."""

import pathlib

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

HERE = pathlib.Path(__file__).parent
# What `text` is in every file that does not say otherwise: a null, an empty text, an emoji, a repetition, a line break.
TEXTS = ["a cat", None, "", "a photo of a 🏯", "a cat", "two\nlines", "zwei Straßen"] * 3
IDS = list(range(len(TEXTS)))
TABLE = pa.table({"id": IDS, "text": TEXTS})


def write(name, table=TABLE, **options):
    pq.write_table(table, HERE / f"{name}.parquet", **options)


for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    # pyarrow's lz4 is the format's LZ4_RAW.
    write(f"pyarrow-{codec}", compression=codec)
write("pyarrow-plain", use_dictionary=False)
write("pyarrow-groups", row_group_size=4)
write("pyarrow-small-pages", use_dictionary=False, data_page_size=32, write_batch_size=2)
write("pyarrow-v2", data_page_version="2.0")
write("pyarrow-v2-plain", data_page_version="2.0", use_dictionary=False, compression="zstd")
write("pyarrow-v2-uncompressed", data_page_version="2.0", compression="none")
for encoding in ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]:
    name = encoding.removesuffix("_BYTE_ARRAY").replace("_", "-").lower()
    write(f"pyarrow-{name}", use_dictionary=False, column_encoding={"text": encoding, "id": "PLAIN"})
write("pyarrow-checksums", write_page_checksum=True)
write("pyarrow-empty", TABLE.slice(0, 0))
write("pyarrow-large-string", TABLE.cast(pa.schema([("id", pa.int64()), ("text", pa.large_string())])))
write("pyarrow-categories", pa.table({"id": IDS, "text": pa.array(TEXTS).dictionary_encode()}))
write("pyarrow-binary", TABLE.cast(pa.schema([("id", pa.int64()), ("text", pa.binary())])))
required = pa.schema([pa.field("id", pa.int64(), nullable=False), pa.field("text", pa.string(), nullable=False)])
write("pyarrow-required", pa.table({"id": IDS, "text": [text or "" for text in TEXTS]}, schema=required))
write("pyarrow-other-case", TABLE.rename_columns(["Id", " Text "]))
write("pyarrow-not-utf-8", pa.table({"text": pa.array([b"a cat", b"caf\xe9"], pa.binary())}))
write(
    "pyarrow-nested",
    pa.table(
        {
            "id": [1, 2, 3, 4],
            "meta": pa.array(
                [{"en": {"text": "a cat"}, "n": 1}, {"en": None, "n": 2}, None, {"en": {"text": None}, "n": 4}],
                pa.struct([("en", pa.struct([("text", pa.string())])), ("n", pa.int64())]),
            ),
            "tags": [["a", "b"], [], None, ["c"]],
            "pairs": pa.array([[("a", "b")], [], None, []], pa.map_(pa.string(), pa.string())),
            "dotted.text": ["one", "two", "three", "four"],
            "price": pa.array([1, 2, 3, 4], pa.decimal128(9, 2)),
            "hash": pa.array([b"abcd"] * 4, pa.binary(4)),
        }
    ),
)
write("pyarrow-pandas", pa.Table.from_pandas(TABLE.to_pandas().set_index("id")))
# Longer than a mini block of deltas, and than a group of packed bits.
many = pa.table({"text": [f"prompt {n % 97} of {'a' * (n % 31)}" if n % 5 else None for n in range(700)]})
write("pyarrow-many-delta", many, use_dictionary=False, column_encoding={"text": "DELTA_BYTE_ARRAY"})
write("pyarrow-many-delta-length", many, use_dictionary=False, column_encoding={"text": "DELTA_LENGTH_BYTE_ARRAY"})
write("pyarrow-many", many, row_group_size=300)

frame = polars.DataFrame({"id": IDS, "text": TEXTS})
frame.write_parquet(HERE / "polars.parquet")
frame.write_parquet(HERE / "polars-groups.parquet", row_group_size=5, compression="snappy")
frame.with_columns(polars.col("text").cast(polars.Categorical)).write_parquet(HERE / "polars-categories.parquet")

duckdb.register("prompts", TABLE)
for name, options in [("duckdb", ""), ("duckdb-v2", ", PARQUET_VERSION V2"), ("duckdb-gzip", ", CODEC gzip")]:
    path = HERE / f"{name}.parquet"
    duckdb.sql(f"COPY (SELECT * FROM prompts) TO '{path}' (FORMAT parquet{options})")
key = "0123456789abcdef"
# It has no other crypto module at hand; nothing is secret here.
duckdb.sql("SET force_mbedtls_unsafe = 'true'")
duckdb.sql(f"PRAGMA add_parquet_key('key', '{key}')")
path = HERE / "duckdb-encrypted.parquet"
duckdb.sql(f"COPY (SELECT * FROM prompts) TO '{path}' (FORMAT parquet, ENCRYPTION_CONFIG {{footer_key: 'key'}})")


class Keys(pe.KmsClient):
    """Keys that anybody can read."""

    def wrap_key(self, key, name):
        return key.hex()

    def unwrap_key(self, key, name):
        return bytes.fromhex(key)


# Only the column is encrypted, and the footer can be read.
properties = pe.CryptoFactory(lambda config: Keys()).file_encryption_properties(
    pe.KmsConnectionConfig(),
    pe.EncryptionConfiguration(footer_key="footer", column_keys={"column": ["text"]}, plaintext_footer=True),
)
write("pyarrow-encrypted-column", encryption_properties=properties)
