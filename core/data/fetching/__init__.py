"""Data sets fetched from their makers' servers.

It knows no format of data, only files and their hashes. Read `downloads.py` first.
"""
