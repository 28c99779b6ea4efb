"""Searches: settings chosen by many short runs on held-out examples, then judged with fresh seeds.

Knows neither the window nor the command that shows them, and never reads an accuracy on test
examples. Read `search.py` first, then `study.py`, the only module that knows Optuna.
"""
