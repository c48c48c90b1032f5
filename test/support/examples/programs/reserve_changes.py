north = [row["visitors"] for row in records if row["station"] == "North Gate"]
for before, after in zip(north, north[1:]):
    print(f"{100 * (after - before) / before:+.1f} %")
