"""Strategy 2, strengthening communities: culture and heritage shared by the people who hold them.

This strand has its place in the house; its pages are not open yet.
"""
