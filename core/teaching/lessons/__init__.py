"""Lessons: what a learner reads, predicts and trains, and what these runs really did.

No text states the result of a run in advance. Read `lesson.py` first, then `curriculum.py`.
"""
