# A loop without end that swallows every exception.
# tries: go on after the deadline by catching what ends it
# must: end at the deadline
# outcome: OUTCOME_DEADLINE_EXCEEDED
# deadline: 500
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
