"""The tab Code.

It runs nothing itself; the thread that does is in `gui.background`. Read `code_panel.py` first.
"""
