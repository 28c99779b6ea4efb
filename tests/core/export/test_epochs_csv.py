import csv
import io

import pytest

from core.export.epochs_csv import FORMULA_STARTS, text_cell

FORMULAS = [
    "=1+1",
    " =1+1",
    "x;=cmd|'/C calc'!A0;",
    "a\t+1",
    "b; -2",
    "c;＝1",
    'x;"=1+1;y',
    'x;""=1+1;y',
    "x; ' \"@SUM(A1)",
    'x\t"=1+1\ty',
    "x\n=1+1",
    'x\r"-1',
    "x;\u200b=1+1",
]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_NONE])
def test_no_cell_is_a_formula_wherever_it_is_divided(text, delimiter, quoting):
    file = io.StringIO(newline="")
    csv.writer(file).writerow(["run", text_cell(text), "last"])
    file.seek(0)
    rows = csv.reader(file, delimiter=delimiter, quoting=quoting)
    cells = [cell for row in rows for cell in row]
    ignored = ' \t\r\n"\u200b'
    assert not [cell for cell in cells if cell.strip(ignored).startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("text", ["Sigmoid, lr 0.1", "a; b", "x=1", "5 - 3"])
def test_other_texts_stay(text):
    assert text_cell(text) == text
