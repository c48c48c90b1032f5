peaks = [kilowatts.index(value) for value in outliers(kilowatts)]
draw_bars("kilowatts.png", kilowatts, highlighted=peaks)
