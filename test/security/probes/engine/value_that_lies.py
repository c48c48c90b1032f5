# A value that lies about itself.
# tries: end with a value whose class, texts and forms are made up, endless, or errors themselves
# must: be shown without it, or with what can be read of it
class Text(str):
    __len__ = lambda self: -1
    __str__ = lambda self: 1 / 0
    __iter__ = lambda self: iter(int, 1)
    encode = lambda self, *rest: b"pwned"

class Forms(dict):
    items = lambda self: iter(lambda: ("text/html", Text("pwned")), None)
    __len__ = lambda self: 10**9
    __iter__ = lambda self: iter(int, 1)
    get = lambda self, *rest: 1 / 0

class Liar:
    __class__ = property(lambda self: 1 / 0)
    __repr__ = lambda self: Text("a value")
    _repr_html_ = lambda self: Text("<b>a value</b>")
    _repr_png_ = lambda self: Text("no picture")
    _repr_mimebundle_ = lambda self, **rest: Forms({"text/html": Text("a value")})
    __getattr__ = lambda self, name: Liar()

print("blocked: it is a value")
Liar()
