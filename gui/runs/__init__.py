"""The runs of this window: the store, the controller that trains them, those kept on disk.

It has no widgets. Read `run_store.py` first.
"""
