# Builtins that lie.
# tries: replace what everything relies on, so that the next run is the attacker's
# must: give the next run its builtins back
import builtins
import json
import sys

builtins.print = builtins.len = builtins.open = lambda *rest: "pwned"
builtins.__import__ = lambda *rest: None
builtins.isinstance = lambda *rest: False
json.dumps = lambda *rest, **named: '{"status": "ok", "files": [{"path": "pwned", "size": -1}]}'
sys.stdout.write("blocked: the next run finds them as they were\n")
