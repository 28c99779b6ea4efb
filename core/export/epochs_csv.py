"""Runs' epochs as CSV (RFC 4180): a header, then a row for each run and epoch."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import fields

from core.run.events import OF_TEST_SET, EpochCompleted
from core.run.record import RunRecord

# the OWASP rule against CSV injection: spreadsheets take a text that begins so for a formula
FORMULA_SIGNS = "=+-@＝＋－＠"
FORMULA_STARTS = (*FORMULA_SIGNS, "\t", "\r", "\n")
NUMBERS = tuple(
    field.name for field in fields(EpochCompleted) if field.name not in ("run", "steps")
)
HEADER = ("run", "name", "seed", *NUMBERS)


# Some spreadsheets divide cells at semicolons and tabs, too, and rows at any line break; they may
# take quotes, spaces and invisible characters off what then begins a cell.
_IGNORED = r"\s\"'\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_FORMULA = re.compile(rf"(^|[;\t\r\n])([{_IGNORED}]*)(?=[{re.escape(FORMULA_SIGNS)}])")


def text_cell(text: str) -> str:
    """Return a text for a cell that no spreadsheet takes for a formula, wherever it divides it."""
    guarded = _FORMULA.sub(r"\1\2'", text)
    return f"'{guarded}" if guarded.startswith(FORMULA_STARTS) else guarded


def csv_of(runs: Iterable[tuple[str, RunRecord]]) -> str:
    """Write runs, each with its name, as CSV; a number that an epoch lacks is an empty field.

    A name that a spreadsheet would compute has an apostrophe before it. While a run's test set is
    closed, the numbers on it are left out.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for name, record in runs:
        hidden = OF_TEST_SET if record.is_sealed else ()
        for epoch in record.epochs:
            writer.writerow(
                [
                    text_cell(record.run),
                    text_cell(name),
                    record.config.seed,
                    *(None if one in hidden else getattr(epoch, one) for one in NUMBERS),
                ]
            )
    return text.getvalue()
