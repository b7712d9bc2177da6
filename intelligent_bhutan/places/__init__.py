"""Bhutan's places: the country's 20 dzongkhags, 4 thromdes and 205 gewogs, and every spelling they are met under.

Start reading at `models.py`; `spelling.py` folds a name so that case, accents and spaces do not matter.
"""
