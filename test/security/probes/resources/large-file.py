# Files of more than the memory.
# tries: get past the limit of memory by way of files, which JavaScript holds
# must: get an error at the limit: files count
# refusal: MemoryError|OSError|No space
# timeout: 30000
with open("hoard", "wb") as file:
    for _ in range(48):
        file.write(bytes(8 * 1024**2))
print("escaped: 384 MiB were written, twice what there is")
