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
