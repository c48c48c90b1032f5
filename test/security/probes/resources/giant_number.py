# A number of a billion digits.
# tries: compute for hours in one instruction
# must: end at the timeout, by another worker
# timeout: 2000
# status: timeout
# refusal: MemoryError
7 ** 7 ** 12 % 11
