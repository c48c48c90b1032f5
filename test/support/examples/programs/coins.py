coins = [1, 2, 5, 10, 20, 50, 100, 200]
ways = [1] + [0] * 500
for coin in coins:
    for amount in range(coin, 501):
        ways[amount] += ways[amount - coin]
print(f"{ways[500]:,} ways")
