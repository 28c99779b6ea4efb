"""Experiments in the window: their panel, dialog and charts.

It knows neither table nor lessons. Read `comparisons.py` first.
"""
