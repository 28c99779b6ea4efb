"""Small trainings to look at: one step line by line, and optimizers in a valley.

Read `slow_program.py` first. It and `valley_choices.py` know no torch, so that the window can show
them before torch is loaded.
"""
