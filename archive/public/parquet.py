"""The corpus as Parquet: one row a statement, lists as lists. Apart, because pyarrow is large and optional."""

from collections.abc import Iterable
from itertools import batched
from typing import Any

import pyarrow as arrow
from pyarrow import parquet

from archive.bag import Bag

AT_ONCE = 1000  # rows of one group
_TEXT = arrow.string()
_ORGANISATION = arrow.struct([("name", _TEXT), ("role", _TEXT), ("slug", _TEXT)])
_RENDERING = arrow.struct(
    [
        ("language", _TEXT),
        ("title", _TEXT),
        ("text", _TEXT),
        ("translator", _TEXT),
        ("origin", _TEXT),
        ("digest", _TEXT),
        ("stale_paragraphs", arrow.list_(arrow.int32())),
    ]
)
_STOP = arrow.struct([("station", _TEXT), ("names", arrow.list_(_TEXT)), ("state", _TEXT)])
SCHEMA = arrow.schema(
    [
        ("id", _TEXT),
        ("title", arrow.map_(_TEXT, _TEXT)),
        ("language", _TEXT),
        ("kind", _TEXT),
        ("organisations", arrow.list_(_ORGANISATION)),
        ("issuing_body", _TEXT),
        ("date", _TEXT),
        ("calendar", _TEXT),
        ("text", _TEXT),
        ("topics", arrow.list_(_TEXT)),
        ("translations", arrow.list_(_RENDERING)),
        ("address", _TEXT),
        ("author", _TEXT),
        ("date_written", _TEXT),
        ("edtf", _TEXT),
        ("excerpt", arrow.bool_()),
        ("digest", _TEXT),
        ("published_at", _TEXT),
        ("assessments", arrow.map_(_TEXT, _TEXT)),
        ("chain", arrow.list_(_STOP)),
    ]
)


def write(bag: Bag, rows: Iterable[dict[str, Any]]) -> None:
    """`statements.parquet`, compressed with Zstandard; the columns are those of `exports.line`."""
    with bag.file("statements.parquet") as out, parquet.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for portion in batched(rows, AT_ONCE, strict=False):
            maps = [
                {**row, "title": list(row["title"].items()), "assessments": list(row["assessments"].items())}
                for row in portion
            ]
            writer.write_table(arrow.Table.from_pylist(maps, SCHEMA))
