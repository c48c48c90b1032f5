# An abort of the engine.
# tries: take the page along by a fault of the engine
# must: end the run; another worker goes on
# refusal: .
import posix

posix.abort()
