"""The commands that need no window, a file each.

It knows everything below and no window; of it the window knows only `window_options`. Read
`main.py` first.
"""
