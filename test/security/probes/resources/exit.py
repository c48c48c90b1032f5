# The end of the process.
# tries: take the page along by ending the interpreter
# must: end the run; another worker goes on
# refusal: .
import posix

posix._exit(1)
