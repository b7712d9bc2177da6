"""Builds what browsers and Typst are served from sources and packages: `python -m intelligent_bhutan.assets`.

Nothing third-party is committed: all products lie in `static/dist`, which git leaves out. Start reading at
`__main__.py`, which lists the steps; each step is a module of its own. Runs without Django.
"""
