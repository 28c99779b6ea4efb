"""What the window shows of ladders: what each step adds, and the learning rates tried.

Read `ladder_view.py` first.
"""
