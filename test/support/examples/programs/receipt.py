import struct

with open("file_1.png", "rb") as file:
    width, height = struct.unpack(">II", file.read()[16:24])
items = {"rye bread": 760, "rolls": 330, "plum cake": 1240}
total = sum(items.values())
print(f"{width} x {height} pixels; the items come to {total / 100:.2f}, {(2380 - total) / 100:.2f} less than the total says")
