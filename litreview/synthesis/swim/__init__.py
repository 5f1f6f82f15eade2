"""Synthesis without meta-analysis: where effects must not be pooled.

Campbell and others 2020, doi 10.1136/bmj.l6890; Cochrane Handbook, ch. 12. Directions are counted,
never significance.
"""
