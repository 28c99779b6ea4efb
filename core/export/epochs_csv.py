"""Runs' epochs as CSV (RFC 4180): a header, then a row for each run and epoch."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import fields

from core.run.events import EpochCompleted
from core.run.record import RunRecord

# the OWASP rule against CSV injection: spreadsheets take a text that begins so for a formula
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBERS = tuple(field.name for field in fields(EpochCompleted) if field.name != "run")
HEADER = ("run", "name", "seed", *NUMBERS)


# some spreadsheets divide cells at semicolons and tabs, too
_FORMULA_WITHIN = re.compile(r"(?<=[;\t])(\s*)(?=[=+\-@＝＋－＠])")


def text_cell(text: str) -> str:
    """Return a text for a cell that no spreadsheet takes for a formula, wherever it divides it."""
    within = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{within}" if within.startswith(FORMULA_STARTS) else within


def csv_of(runs: Iterable[tuple[str, RunRecord]]) -> str:
    """Write runs, each with its name, as CSV; a number that an epoch lacks is an empty field.

    A name that a spreadsheet would compute has an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for name, record in runs:
        for epoch in record.epochs:
            writer.writerow(
                [
                    text_cell(record.run),
                    text_cell(name),
                    record.config.seed,
                    *(getattr(epoch, number) for number in NUMBERS),
                ]
            )
    return text.getvalue()
