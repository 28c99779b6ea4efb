"""How well a network reads: accuracy, confusion, calibration, robustness, and the statistics for them.

It knows neither training nor storage. Read `accuracy.py` first.
"""
