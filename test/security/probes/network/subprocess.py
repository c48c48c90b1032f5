# A program of the machine.
# tries: start curl, by every function that starts programs
# must: find no programs: there is no machine
import os
import subprocess

said = []
for attempt in (
    lambda: subprocess.run(["curl", OUT], check=True),
    lambda: os.execv("/usr/bin/curl", ["curl", OUT]),
    lambda: os.posix_spawn("/usr/bin/curl", ["curl", OUT], {}),
    lambda: os.fork(),
    lambda: os.system(f"curl {OUT}") == 0 or (_ for _ in ()).throw(OSError("no shell")),
    lambda: os.popen(f"curl {OUT}").read() or (_ for _ in ()).throw(OSError("no shell")),
):
    try:
        attempt()
        print("escaped: a program ran")
    except (OSError, AttributeError, NotImplementedError, subprocess.SubprocessError) as error:
        said.append(type(error).__name__)
print("blocked:", ", ".join(said))
