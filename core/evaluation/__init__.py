"""The quality of a network: accuracy, confusion, calibration, robustness, and statistics.

It knows neither training nor storage. Read `accuracy.py` first.
"""
