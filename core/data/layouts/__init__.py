"""The layouts of users' own data: which files and folders count, and what part they belong to.

It knows no `Examples`; `core.data.folders` builds them. Read `parts.py` first.
"""
