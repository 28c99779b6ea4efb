"""A run or a comparison as a file for others: program, ONNX, weights, tables, a page for the browser.

It knows neither windows nor the command line. Read `formats.py` first.
"""
