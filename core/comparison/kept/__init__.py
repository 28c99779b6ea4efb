"""Comparisons as they are kept: what is compared, its file, and the titles in it.

Read `comparison.py` first.
"""
