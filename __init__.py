"""Inkling, where it is installed: `inkling.main`, next to `inkling/core` and its neighbours.

This file has no code. Without it setuptools takes `inkling` for a namespace, and an installation by
``pip install -e`` adds a relative name to `sys.path`: a folder of that name in the current folder
could hold modules that every Python of the environment would import.
"""
