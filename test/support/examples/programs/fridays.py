from datetime import date

fridays = [
    date(year, month, 13)
    for year in range(1901, 2001)
    for month in range(1, 13)
    if date(year, month, 13).weekday() == 4
]
print(f"{len(fridays)} times, first on {fridays[0]}")
