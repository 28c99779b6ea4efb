"""The dialog that describes a new experiment.

Read `experiment_dialog.py` first.
"""
