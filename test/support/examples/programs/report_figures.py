import statistics

kilowatts = [1.2, 3.9, 4.4, 4.1, 3.8, 4.6, 9.7, 5.2, 2.0]
temperature = [11.5, 12.8, 15.1, 17.9, 19.2, 18.4, 16.0, 13.7, 12.1]


def outliers(values):
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    reach = 1.5 * (high - low)
    return [value for value in values if not low - reach <= value <= high + reach]


for name, values in (("kilowatts", kilowatts), ("temperature", temperature)):
    print(
        f"{name}: mean {statistics.mean(values):.2f}, median {statistics.median(values):.1f}, "
        f"deviation {statistics.stdev(values):.2f}, outliers {outliers(values)}"
    )
