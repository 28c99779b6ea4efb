"""The window; it never imports torch."""
