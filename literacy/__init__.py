"""Strategy 1, digital literacy and skilling: a cohort learns, is examined under supervision, and becomes proficient.

Start reading at `models/` (course, cohort, bank, sitting, attempt, standing), then `actions/`. Enrolled, completed,
assessed and proficient are separate states; only proficient counts toward the national target.
"""
