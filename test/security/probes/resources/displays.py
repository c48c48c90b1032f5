# Ten thousand displays.
# tries: show more than a page can hold
# must: be cut to a hundred
print("blocked: the page takes what it takes")
for n in range(10_000):
    display(n)
