"""What the commands that compare networks share: training the runs, and choosing their rates.

Read `training.py` first.
"""
