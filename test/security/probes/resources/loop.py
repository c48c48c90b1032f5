# A loop without end that swallows every exception.
# tries: go on after the timeout by catching what ends it
# must: end at the timeout
# status: timeout
# timeout: 500
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
