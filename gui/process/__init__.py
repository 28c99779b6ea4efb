"""What belongs to the process: log, signals, uncaught errors, requirements.

It needs no window. Read `requirements.py` first.
"""
