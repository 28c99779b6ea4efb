"""From a photograph of handwriting to ink: colour, page, paper, ruling, strokes, separate digits.

It knows arrays, no networks, and files only in `digit_file.py`. Read `photograph.py` first.
"""
