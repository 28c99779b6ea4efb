"""The main window: menus, docks, tabs, the line at its foot.

It holds no knowledge of runs of its own; panels get theirs from the store. Read `main_window.py`
first.
"""
