"""Pages for a browser, about runs and comparisons: reports, and pages on which networks answer.

The model card that stands on them can also be opened here.
Knows the table of runs' `Transfer`, which writes files in jobs. Read `page_saving.py` first.
"""
