"""Widgets that several folders use.

They know nothing of runs. Read `panel.py` first.
"""
