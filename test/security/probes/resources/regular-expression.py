# A computation that never looks up.
# tries: hold the worker in C, where no timeout is looked at
# must: end soon after the timeout: the worker is replaced
# status: timeout
# timeout: 500
x = 7 ** (10**9)
