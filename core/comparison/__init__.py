"""Experiments: which runs are compared under which conditions, their results, and the verdict.

Knows neither the window nor the command that shows them. Read `experiment.py` first.
"""
