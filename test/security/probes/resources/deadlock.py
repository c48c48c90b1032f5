# A lock that is never opened.
# tries: wait for itself
# must: end at the timeout, or with an error that says so
# timeout: 2000
# status: timeout
# refusal: .
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
