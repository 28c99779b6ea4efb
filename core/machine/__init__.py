"""Processor, devices, versions.

It knows no run. Read `devices.py` first.
"""
