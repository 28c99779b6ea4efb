"""From a photograph of handwriting to ink: colour, page, paper, ruling, strokes, separate digits.

It knows arrays only, neither files nor networks. Read `photograph.py` first.
"""
