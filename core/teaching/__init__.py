"""Comments on a run for somebody who learns: hints, lessons, demonstrations.

It trains nothing itself and knows no widget. Read `hints.py` first.
"""
