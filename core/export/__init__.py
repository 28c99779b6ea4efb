"""Exporting a run or a comparison: as a program, ONNX, weights, tables, or a page for a browser.

Knows neither windows nor the command line. Read `formats.py` first.
"""
