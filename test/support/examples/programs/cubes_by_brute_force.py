print("looking at each number in turn", flush=True)
number = 1
while True:
    cubes = [n**3 for n in range(1, int(number ** (1 / 3)) + 2)]
    if sum(a + b == number for a in cubes for b in cubes if a <= b) == 3:
        break
    number += 1
print(number)
