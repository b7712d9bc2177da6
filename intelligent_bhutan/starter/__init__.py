"""The starter world: a demonstration made through the real code paths, as `manage.py load_starter_world` runs them.

Nobody in it exists; every organisation and person is marked as demonstration. Start reading at `story.py`.
"""
