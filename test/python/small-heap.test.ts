// Lists that outgrow a heap of any size are an exception, which programs may catch; V8 would end the process.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

const run = new URL('run-program.ts', import.meta.url).href

/** What a program prints and says in a heap of so many megabytes. */
function inHeap(megabytes: number, program: string): string {
  const script = `import { runProgram } from '${run}'
    const { stdout, stderr } = runProgram(${JSON.stringify(program)})
    console.log(stdout + stderr.trim().split('\\n').at(-1))
    process.exit(0)`
  const options = [`--max-old-space-size=${megabytes}`, '--import', 'tsx', '--no-warnings']
  const { stdout } = spawnSync(process.execPath, [...options, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    cwd: new URL('../..', import.meta.url),
  })
  return stdout.trim()
}

test('lists that do not fit are MemoryErrors', () => {
  assert.equal(inHeap(200, 'x = []\nwhile True: x.append([0] * 100)\n'), 'MemoryError')
  assert.equal(inHeap(200, 'print(len([[i] * 50 for i in range(10 ** 7)]))\n'), 'MemoryError')
})

test('what a program let go of makes room again', () => {
  const program = `x = []
for _ in range(3):
    try:
        while True: x.append([0] * 100)
    except MemoryError:
        print('full')
        x = []
x = [i for i in range(100000)]
print(len(x))
`
  assert.equal(inHeap(200, program), 'full\nfull\nfull\n100000')
})

test('garbage alone fills nothing', () => {
  const program = `for _ in range(400):
    x = []
    for i in range(8192): x.append([i] * 10)
print(len(x))
`
  assert.equal(inHeap(200, program), '8192')
})

test('a list of more items than fit is refused before it is begun, and the program goes on', () => {
  const program = `x = [0]
def said(work):
    try:
        work()
        print('made')
    except MemoryError as error:
        print(str(error).replace(' does not fit into memory', ''))
def grown():
    global x
    x *= 2 ** 26
def added():
    global x
    x += range(2 ** 26)
def put(): x[0:0] = range(2 ** 26)
def unpacked(): a, *b = range(2 ** 26)
for work in (lambda: [0] * 2 ** 25, lambda: x * 2 ** 53, lambda: 2 ** 26 * x, lambda: (0,) * 2 ** 25, grown, added, put, unpacked,
             lambda: x.extend(range(2 ** 26)), lambda: list(range(2 ** 26)), lambda: tuple(range(2 ** 26)), lambda: sorted(range(2 ** 26)),
             lambda: [*range(2 ** 26)], lambda: (0, *range(2 ** 26)), lambda: print(*range(2 ** 26))):
    said(work)
print(x, len([0] * 2 ** 20), sum(range(10)))
`
  const refused = [2 ** 25, 2 ** 53, 2 ** 26, 2 ** 25, ...new Array<number>(11).fill(2 ** 26)]
  assert.equal(
    inHeap(200, program),
    [...refused.map((count) => `a list of ${count} items`), '[0] 1048576 45'].join('\n'),
  )
})

test('what is unpacked without end is a MemoryError', () => {
  const program = `import itertools
for work in (lambda: [*itertools.count()], lambda: max(*itertools.count())):
    try:
        work()
    except MemoryError:
        print('full')
`
  assert.equal(inHeap(200, program), 'full\nfull')
})
