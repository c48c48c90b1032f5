# A computation that never looks up.
# tries: hold the worker in C, where no deadline is looked at
# must: end soon after the deadline: the worker is replaced
# outcome: OUTCOME_DEADLINE_EXCEEDED
# deadline: 500
x = 7 ** (10**9)
