import struct
import zlib
from itertools import accumulate


def read_png(path, last_row):
    """Gives the upper rows of a PNG with 8 bits a channel as lists of pixels."""
    with open(path, "rb") as file:
        data = file.read()
    at, compressed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, depth, color_type, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and not interlaced
            channels = {2: 3, 6: 4}[color_type]
        elif kind == b"IDAT":
            compressed += body
        at += 12 + length
    lines, stride = zlib.decompress(compressed), width * channels
    above, rows = bytearray(stride), []
    for row in range(last_row):
        start = row * (stride + 1)
        line = unfilter(lines[start], bytearray(lines[start + 1 : start + 1 + stride]), above, channels)
        rows.append([tuple(line[x : x + 3]) for x in range(0, stride, channels)])
        above = line
    return rows


def unfilter(kind, line, above, channels):
    if kind == 1:
        for channel in range(channels):
            line[channel::channels] = bytes(value & 255 for value in accumulate(line[channel::channels]))
    elif kind == 2:
        line[:] = bytes((value + up) & 255 for value, up in zip(line, above))
    elif kind > 2:
        padded, above = bytearray(channels) + line, bytearray(channels) + above
        for x in range(channels, len(padded)):
            left, up, upper_left = padded[x - channels], above[x], above[x - channels]
            predicted = (left + up) // 2 if kind == 3 else paeth(left, up, upper_left)
            padded[x] = (padded[x] + predicted) & 255
        line[:] = padded[channels:]
    return line


def paeth(left, up, upper_left):
    estimate = left + up - upper_left
    return min((left, up, upper_left), key=lambda value: abs(estimate - value))
