"""The commands that need no window.

A module holds one command, or two that belong together: its options, its handler and what it
prints. It knows everything below and no window; of it the window knows only `window_options`. Read
`main.py` first.
"""
