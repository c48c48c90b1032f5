# Change it, and press Run. It runs in this tab.
primes = []
number = 2
while len(primes) < 50:
    if all(number % prime for prime in primes):
        primes.append(number)
    number += 1

print(f"The first {len(primes)} primes end with {primes[-3:]}.")
sum(primes)
