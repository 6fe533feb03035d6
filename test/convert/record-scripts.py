"""Runs scripts on PyTorch 1.13 and records what each prints, or how it fails.

    npx tsx test/convert/lesson-scripts.ts | python3 test/convert/record-scripts.py > test/convert/lesson-answers.json

On stderr it says how many print the same here and there, and what differs.
"""
import io
import json
import os
import sys
import tempfile
import traceback
import warnings

import numpy
import torch

torch.set_num_threads(1)
warnings.simplefilter('ignore')


def printed(text):
    """What a script prints, in a process of its own."""
    with tempfile.TemporaryFile('w+') as out:
        child = os.fork()
        if child == 0:
            sys.stdout = io.TextIOWrapper(os.fdopen(os.dup(out.fileno()), 'wb'), encoding='utf-8')
            try:
                exec(compile(text, 'script.py', 'exec'), {'__name__': '__main__'})
            except BaseException:
                print(traceback.format_exc(limit=0), end='')
                print(traceback.format_exc(), file=sys.stderr)
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)
        out.seek(0)
        return out.read()


answers = {}
same = 0
scripts = json.load(sys.stdin)
for script in scripts:
    answer = printed(script['text'])
    answers[script['id']] = {'script': script['digest'], 'printed': answer}
    if answer == script['printed']:
        same += 1
        continue
    ours, theirs = script['printed'].split('\n'), answer.split('\n')
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    print(script['id'], 'line', at + 1, file=sys.stderr)
    print('  here: ', *ours[at:at + 3], sep='\n    ', file=sys.stderr)
    print('  there:', *theirs[at:at + 3], sep='\n    ', file=sys.stderr)
print(f'{same} of {len(scripts)} print the same', file=sys.stderr)
json.dump(answers, sys.stdout, indent=2, ensure_ascii=False)
print()
