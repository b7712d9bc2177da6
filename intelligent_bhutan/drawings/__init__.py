"""Figures that the server draws: where on a chart or a map each thing stands. Pure: knows neither Django nor colours.

`line_chart.py` and `tile_map.py` each give what one component of the same name shows.
"""
