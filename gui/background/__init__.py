"""All threads of the window, and queues of small jobs.

Nothing here touches a widget; results arrive by signals and callbacks in the GUI thread.
Read `threads.py` first, then `jobs.py`.
"""
