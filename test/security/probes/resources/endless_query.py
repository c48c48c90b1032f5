# A query without end.
# tries: keep SQLite busy, which never asks whether it is to stop
# must: end at the timeout
# status: timeout
# timeout: 2000
import sqlite3

endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
sqlite3.connect(":memory:").execute(endless).fetchone()
