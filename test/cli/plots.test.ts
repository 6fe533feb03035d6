// Pictures that are drawn over each other: the codes, and a loop of plt.pause in a terminal.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { overwritten } from '../../src/plot/pyplot/show.js'
import { bin, plainEnvironment } from './dltorch.js'
import { Terminal, withTerminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-live-'))
const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const loop = write(
  'loop.py',
  'import matplotlib.pyplot as plt\nprint("begin")\nfor step in range(4):\n    plt.cla()\n    plt.plot([0, 1, 2], [0, step, 1])\n' +
    '    plt.title("step %d" % step)\n    plt.pause(0.05)\nprint("end")\n',
)

test('only rows that changed are written again, and what is left of a higher picture goes', () => {
  assert.equal(overwritten(['a', 'b', 'c'], ['a', 'x', 'c']), '\x1b[3A\r\nx\x1b[K\nc\x1b[K\n')
  assert.equal(overwritten(['a', 'b', 'c'], ['a', 'y']), '\x1b[3A\r\ny\x1b[J\n')
})

test('a loop with pause draws one picture in one place, and leaves the cursor below it', async () => {
  const terminal = new Terminal({ args: ['run', loop] })
  assert.equal(await terminal.closed, 0)
  const { transcript } = terminal
  assert.equal(transcript.match(/step \d/g)!.join(), 'step 3')
  assert.match(transcript, /^begin\n/)
  assert.match(transcript, /\nend$/)
  assert.doesNotMatch(terminal.written, /\x1b\[\?25l|\x1b\[2J/)
})

test('what is printed in the loop is kept', async () => {
  const path = write(
    'talk.py',
    'import matplotlib.pyplot as plt\nfor step in range(3):\n    plt.cla()\n    plt.plot([0, step])\n    plt.title("step %d" % step)\n    plt.pause(0.02)\n    print("said", step)\n',
  )
  const terminal = new Terminal({ args: ['run', path], rows: 60 })
  await terminal.closed
  await terminal.until(() => terminal.transcript.includes('said 2'), 'the last line')
  assert.deepEqual(terminal.transcript.match(/said \d/g), ['said 0', 'said 1', 'said 2'])
  assert.deepEqual(terminal.transcript.match(/step \d/g), ['step 0', 'step 1', 'step 2'])
})

test('in a pipe show prints and pause does not; DLTORCH_PLOT=off draws nothing', () => {
  const path = write(
    'both.py',
    'import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title("once")\nplt.pause(0.01)\nplt.pause(0.01)\nplt.show()\nplt.pause(5)\nplt.show()\nprint("end")\n',
  )
  const run = (env: Record<string, string>): { stdout: string; stderr: string } =>
    spawnSync(process.execPath, [bin, 'run', path], { encoding: 'utf8', env: plainEnvironment(env) })
  const plain = run({})
  assert.equal(plain.stdout.match(/once/g)!.length, 1)
  assert.match(plain.stdout, /\nend\n$/)
  assert.match(
    plain.stderr,
    /^plt\.pause draws in a terminal\. In a pipe or a file plt\.show\(\) prints the figure\.\n$/,
  )
  assert.deepEqual([run({ DLTORCH_PLOT: 'off' }).stdout, run({ DLTORCH_PLOT: 'off' }).stderr], ['end\n', ''])
})

test('at the prompt, in both languages', () =>
  withTerminal({}, async (terminal) => {
    terminal.type('plt.plot([1, 2, 3], { label: "squares" }); plt.legend(); plt.show()\r')
    await terminal.showsWithin('⠒⠒ squares')
    terminal.type('import matplotlib.pyplot as plt\r')
    terminal.type(
      'n = plt.title("again"); m = plt.plot([3, 1], label="python"); l = plt.legend(); plt.show()\r',
    )
    await terminal.showsWithin('⠒⠒ python')
    await terminal.until(() => terminal.transcript.endsWith('>>>'), 'the prompt')
    // What was shown before stays.
    assert.match(terminal.transcript, /⠒⠒ squares[^]*again\n[^]*⠒⠒ python/)
  }))
