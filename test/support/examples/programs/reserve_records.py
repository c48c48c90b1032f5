import csv
import io

MEASUREMENTS = """date,station,visitors,minutes
2026-05-01,North Gate,132,4118
2026-05-01,Lake Pier,87,3915
2026-05-02,North Gate,151,4530
2026-05-02,Lake Pier,,4020
2026-05-03,North Gate,208,6656
2026-05-03,Lake Pier,143,6721
2026-05-04,North Gate,96,2784
2026-05-04,Lake Pier,64,2816
"""
with_gaps = list(csv.DictReader(io.StringIO(MEASUREMENTS)))
records = [
    row | {"visitors": int(row["visitors"]), "minutes": int(row["minutes"])}
    for row in with_gaps
    if all(row.values())
]
print(f"{len(records)} of {len(with_gaps)} records are complete")
