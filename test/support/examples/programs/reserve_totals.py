for station in sorted({row["station"] for row in records}):
    own = [row for row in records if row["station"] == station]
    visitors = sum(row["visitors"] for row in own)
    print(f"{station}: {visitors} visitors, {sum(row['minutes'] for row in own) / visitors:.1f} minutes each")
