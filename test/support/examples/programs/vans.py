from itertools import product

weights = sorted([412, 388, 530, 75, 610, 290, 144, 365], reverse=True)
for vans in range(1, 9):
    loads = ([sum(w for w, van in zip(weights, plan) if van == each) for each in range(vans)] for plan in product(range(vans), repeat=8))
    if any(max(load) <= 900 for load in loads):
        print(vans, 'vans')
        break
