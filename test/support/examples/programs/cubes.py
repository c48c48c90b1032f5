from collections import Counter

sums = Counter(a**3 + b**3 for a in range(1, 450) for b in range(a, 450))
print(min(number for number, ways in sums.items() if ways == 3))
