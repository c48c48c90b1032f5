top_shelf = read_png("pantry.png", last_row=300)[165:195]
write_png("top_shelf.png", top_shelf)
print(f"cut out {len(top_shelf[0])} x {len(top_shelf)} pixels")
