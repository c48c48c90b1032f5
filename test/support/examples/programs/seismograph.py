rows = read_png("seismograph.png", last_row=200)
line = [min(y for y, row in enumerate(rows) if row[x][2] > 150 and row[x][0] < 90) for x in range(len(rows[0]))]
peak = min(range(len(line)), key=line.__getitem__)
cut = [row[peak - 40 : peak + 40] for row in rows[line[peak] - 5 : line[peak] + 60]]
write_png("peak.png", cut)
print(f"highest at {peak} of {len(line)} pixels: minute {peak * 60 / len(line):.0f}")
