"""How Dzongkha writes dates, times and numbers (CLDR dz); no Babel or Django release carries these for Django."""

DATE_FORMAT = "སྤྱི་ལོ་Y F ཚེས་d"
TIME_FORMAT = "ཆུ་ཚོད་g སྐར་མ་i A"
DATETIME_FORMAT = f"{DATE_FORMAT} {TIME_FORMAT}"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
MONTH_DAY_FORMAT = "F ཚེས་d"
YEAR_MONTH_FORMAT = "སྤྱི་ལོ་Y F"
FIRST_DAY_OF_WEEK = 0
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = (3, 2, 0)
