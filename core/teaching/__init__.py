"""Comments on a run for somebody who learns: hints and lessons.

It trains nothing itself and knows no widget. Read `hints.py` first.
"""
