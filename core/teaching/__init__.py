"""What is said about a run to somebody who learns: hints and lessons.

It trains nothing itself and knows no widget. Read `hints.py` first.
"""
