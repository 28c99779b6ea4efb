"""Curves over epochs, and the line's two plots.

It knows runs from the store and no other panel. Read `plots_panel.py` first.
"""
