"""The dialogs of the Help menu: shortcuts, messages of the program, and what it consists of.

They know no runs; the window opens them. Read `about.py` first.
"""
