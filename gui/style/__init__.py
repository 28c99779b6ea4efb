"""How things look and are said: theme, language, number texts, swatches.

It knows no widget of Inkling's. Read `theme.py` first.
"""
