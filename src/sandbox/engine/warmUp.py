# What first programs do: loops, functions, classes, text, dicts, sorting, JSON, regular expressions.
import json
import re


class Item:
    def __init__(self, name, price):
        self.name = name
        self.price = price

    def cost(self, count):
        return self.price * count


def add_up(count):
    total = 0
    for n in range(count):
        if n % 3:
            total += n * n % 7
    return total


for _ in range(4):
    add_up(10_000)
    counts = {}
    for n in range(4_000):
        word = f"word{n * 7919 % 1009}"
        counts[word] = counts.get(word, 0) + n % 13
    rows = [{"word": word, "count": count, "share": count / 7} for word, count in counts.items()]
    text = json.dumps(rows)
    json.loads(text)
    sorted(rows, key=lambda row: (-row["count"], row["word"]))
    re.findall(r"word(\d+)", text)
    sum(Item("pen", n / 4).cost(n) for n in range(2_000))
    ", ".join(str(n) for n in range(2_000)).upper().split(", ")
