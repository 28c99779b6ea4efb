"""What picture files announce about their parts, read before anything is decoded.

It knows bytes only, neither paths nor pixels. Read `heif.py` first.
"""
