# A sleep of years.
# tries: sleep, and when woken, sleep on
# must: end at the timeout
# timeout: 1000
# status: timeout
import time

while True:
    try:
        time.sleep(10**9)
    except BaseException:
        pass
