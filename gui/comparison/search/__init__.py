"""Searches in the window: their trials are trained, shown as a map, and the winner is judged.

Read `searches.py` first, then `search_view.py`.
"""
