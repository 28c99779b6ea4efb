"""What happens to a kept run: recorded, continued, forked, repeated, archived, cleaned up.

It knows no comparison and no window. Read `recording.py` first.
"""
