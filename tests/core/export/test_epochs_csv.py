import csv
import io

import pytest

from core.export.epochs_csv import FORMULA_STARTS, text_cell


@pytest.mark.parametrize("text", ["=1+1", "x;=cmd|'/C calc'!A0;", "a\t+1", "b; -2", "c;＝1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_wherever_it_is_divided(text, delimiter):
    (row,) = csv.reader(io.StringIO(text_cell(text)), delimiter=delimiter)
    assert not [cell for cell in row if cell.strip().startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("text", ["Sigmoid, lr 0.1", "a; b", "x=1", "5 - 3"])
def test_other_texts_stay(text):
    assert text_cell(text) == text
