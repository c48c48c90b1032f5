def is_red(pixel):
    return pixel[0] > 180 and pixel[1] < 60 and pixel[2] < 60


left_to_see = {(x, y) for y, row in enumerate(top_shelf) for x, pixel in enumerate(row) if is_red(pixel)}
boxes = []
while left_to_see:
    edge, spot = [left_to_see.pop()], []
    while edge:
        x, y = edge.pop()
        spot.append((x, y))
        for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if near in left_to_see:
                left_to_see.remove(near)
                edge.append(near)
    boxes.append((min(spot), max(spot)))

for (left, top), (right, bottom) in boxes:
    for x in range(left - 3, right + 4):
        for y in range(top - 3, bottom + 4):
            if x in (left - 3, right + 3) or y in (top - 3, bottom + 3):
                top_shelf[y][x] = (20, 60, 220)
write_png("stickers.png", top_shelf)
print(f"{len(boxes)} red stickers")
