"""Pooling and comparing effects: common and random effects, and where pooling is wrong, without.

Pure: arrays in, values out. Nothing here reads a review.
"""
