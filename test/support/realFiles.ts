/** Real files, by programs that have nothing to do with the sandbox: the modules of Debian's Python. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A SQLite database: two tables and a view. */
export const SHOP = `
import sqlite3
with sqlite3.connect("made") as shop:
    shop.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT)")
    shop.executemany("INSERT INTO customers (name, city) VALUES (?, ?)", [("Ada", "Bern"), ("Grace", "Zug"), ("Łukasz", None)])
    shop.execute("CREATE TABLE orders (customer INTEGER, ware TEXT, price REAL, day TEXT)")
    shop.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)",
        [(1 + number % 3, f"ware {number}", number * 1.5, f"2026-11-{1 + number % 28:02}") for number in range(500)])
    shop.execute("CREATE VIEW spent AS SELECT name, sum(price) AS total FROM orders JOIN customers ON id = customer GROUP BY name")
`;
/** A workbook of two sheets, with dates and with formulas that nothing has computed. */
export const BUDGET = `
import datetime, openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "2026"
sheet.append(["Item", "Amount", "Paid on", "Recurring", "With tax"])
for number in range(60):
    sheet.append([f"Item {number}", 12.5 * number, datetime.date(2026, 1 + number % 12, 3), number % 2 == 0, f"=B{number + 2}*1.08"])
book.create_sheet("Notes").append(["Only a heading"])
book.save("made")
`;

/** What a program writes to `made`, if this machine has the modules for it. */
export function made(program: string): Uint8Array | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'glovebox-files-'));
  try {
    const { status } = spawnSync('/usr/bin/python3', ['-c', program], { cwd: folder });
    return status === 0 ? readFileSync(path.join(folder, 'made')) : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
