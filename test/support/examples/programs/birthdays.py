import math
import random

random.seed(23)
groups = 20_000
shared = sum(len({random.randrange(365) for _ in range(23)}) < 23 for _ in range(groups))
exact = 1 - math.prod((365 - n) / 365 for n in range(23))
print(f"tried: {shared / groups:.3f}, exact: {exact:.4f}")
assert abs(shared / groups - exact) < 0.02
