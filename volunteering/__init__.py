"""Strategy 2, strengthening communities: volunteering and giving.

This strand has its place in the house; its pages are not open yet.
"""
