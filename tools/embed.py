#!/usr/bin/env python3
"""Builds files into the program: embed.py ROOT FILE... prints src/base/embed.h's table as C."""
import os
import sys

root, files = sys.argv[1], sorted(sys.argv[2:])
print('/* Made by tools/embed.py. */\n#include "base/embed.h"\n')
for i, path in enumerate(files):
    with open(path, "rb") as f:
        data = f.read() + b"\0"
    print(f"static const char file{i}[] = {{")
    for at in range(0, len(data), 40):
        print("    " + ",".join(str(b if b < 128 else b - 256) for b in data[at : at + 40]) + ",")
    print("};")
print("const struct embedded embedded[] = {")
for i, path in enumerate(files):
    print(f'    {{"{os.path.relpath(path, root)}", file{i}, sizeof file{i} - 1}},')
print(f"}};\nconst size_t embedded_n = {len(files)};")
