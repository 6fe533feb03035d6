# PyTorch's side of the benchmark: answers each request on stdin with one line on stdout, until stdin ends.
#   {"setup": code, "statement": code, "calls": n}  ->  {"seconds": s} or {"error": text}
# The statement is compiled into a loop of its own, as timeit does, so that no call of a lambda is measured.
import json
import sys
import time

import torch

torch.set_num_threads(1)
loops = {}


def loop_of(setup, statement):
    key = (setup, statement)
    if key not in loops:
        source = setup + "\ndef loop(calls):\n  for _ in range(calls):\n    " + statement + "\n"
        scope = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional}
        exec(source, scope)
        loops.clear()
        loops[key] = scope["loop"]
    return loops[key]


for line in sys.stdin:
    request = json.loads(line)
    try:
        loop = loop_of(request["setup"], request["statement"])
        start = time.perf_counter()
        loop(request["calls"])
        answer = {"seconds": time.perf_counter() - start}
    except Exception as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
