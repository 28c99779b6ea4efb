"""The answer of a network to one image: what it reads, and how sure it is of each class.

Read `answer_column.py` first.
"""
