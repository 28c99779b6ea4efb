"""Lesson pages, the runs they train, progress, the welcome.

It knows nothing of the other panels. Read `lessons_panel.py` first.
"""
