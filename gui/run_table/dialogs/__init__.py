"""The dialogs that the menu of the table opens, and that of *Clean up*.

Read `run_dialogs.py` first.
"""
