"""A kernel over a digit: the patch under it, the products, their sum, and the point of the map.

Read `convolution_view.py` first.
"""
