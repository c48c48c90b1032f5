import csv

with open("tides.csv") as file:
    tides = [(row["time"], int(row["height_cm"])) for row in csv.DictReader(file)]
highest, lowest = max(tides, key=lambda tide: tide[1]), min(tides, key=lambda tide: tide[1])
print(f"range {highest[1] - lowest[1]} cm, from {lowest} to {highest}")
draw_bars("tides.png", [height for _, height in tides])
