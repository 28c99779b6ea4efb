"""The form, and the tab Data that belongs to it.

It starts nothing; Train is the window's. Read `setup_panel.py` first.
"""
