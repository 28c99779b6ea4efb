"""The life of a kept run: trained, recorded, continued, forked, repeated, archived, cleaned up.

It knows no comparison and no window. Read `session.py` first.
"""
