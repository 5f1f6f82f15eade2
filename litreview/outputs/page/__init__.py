"""The report as one page: what it says (sections), how it looks (style.css)."""
