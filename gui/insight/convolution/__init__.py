"""A kernel over a digit: pixels times weights, their sum, and the point of the map.

Read `convolution_view.py` first.
"""
