"""Experiments: which runs are compared under which conditions, what came out, and the verdict.

It knows neither the window nor the command that shows it. Read `experiment.py` first.
"""
