"""The machine: its processor, its devices and the versions installed.

It knows no run. Read `devices.py` first.
"""
