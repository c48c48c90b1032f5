# An error that lies about itself.
# tries: raise an error whose name, text, notes, causes and place are made up, endless, or errors themselves
# must: be shown as an error, with what can be read of it
# refusal: .
class Liar(Exception):
    __module__ = property(lambda self: 1 / 0)
    __notes__ = property(lambda self: iter(int, 1))
    __str__ = lambda self: "pwned" * 10**7
    __repr__ = lambda self: 1 / 0
    __cause__ = property(lambda self: self)
    __context__ = property(lambda self: Liar())
    __traceback__ = property(lambda self: "pwned")
    __suppress_context__ = property(lambda self: 1 / 0)
    args = property(lambda self: 1 / 0)

Liar.__name__ = "\x1b]0;pwned\x07" * 1000
Liar.__qualname__ = "x" * 10**6
raise Liar
