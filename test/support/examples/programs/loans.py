loans = [412, 388, 455, 430, 397, 468, 611, 574, 446, 490, 523, 365]
best = loans.index(max(loans))
print(f"mean {sum(loans) / len(loans):.1f}, best month {best + 1} with {loans[best]}")
draw_bars("loans.png", loans, highlighted=[best])
