"""The quality of a network: accuracy, confusion, calibration, and statistics.

It knows neither training nor storage. Read `accuracy.py` first.
"""
