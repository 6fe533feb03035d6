// Names, cells and messages from outside hold escape codes, and no command prints one of them.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { dltorch, type StartOptions } from './dltorch.js'
import { Terminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-visible-'))
after(() => rmSync(folder, { recursive: true }))

/** Sets a colour, rings, goes back a column, ends the line early, turns letters around, and one byte that does as Esc [. */
const evil = '\x1b[31mred\x07\b\r\u202e\x9b1m'
const shown = '\\x1b[31mred\\x07\\x08\\x0d\\u202e\\x9b1m'
const obeyed = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/

/** What a command prints, which holds nothing that a terminal would obey. */
async function says(args: string[], options: StartOptions = {}): Promise<string> {
  const { stdout, stderr } = await dltorch(args, { cwd: folder, ...options })
  assert.doesNotMatch(stdout + stderr, obeyed, args.join(' '))
  return stdout + stderr
}

// A carriage return would end the row of a table.
const cell = evil.replace('\r', '')
const shownCell = shown.replace('\\x0d', '')
const rows = Array.from({ length: 12 }, (_, i) => `${i},${i * i},${i % 2 ? `no${cell}` : 'yes'}`)
writeFileSync(join(folder, 'evil.csv'), [`"a${cell}<x>&""\uffff",b,y${cell}`, ...rows].join('\n'))
writeFileSync(join(folder, 'cells.csv'), `a,b\n1,2\n${cell},3\n`)

for (const [name, code, message] of [
  ['a device', `torch.ones(1, device='x${evil}')`, shown],
  ['an error', `throw new Error('no ${evil}')`, `Error: no ${shown}`],
  ['a key', `({ a: 1 })['x'].y${evil}`, ''],
  ['a state dict', `nn.Linear(1, 1).load_state_dict({ 'x${evil}': torch.ones(1) })`, shown],
  ['a warning', `process.exitCode = 0; torch.einsum('${evil}', torch.ones(1))`, ''],
  ['a text', `'a${evil.replace('\r', '')}'`, '\\u202e'],
  ['keys of a dict', `({ 'a${evil}': 1, 'b': ['${evil}'] })`, ''],
  ['keys of a map of functions', `new Map([['${evil}', () => 1]])`, ''],
  ['a symbol', `[Symbol('${evil}')]`, shown],
  ['a property by a symbol', `({ [Symbol('${evil}')]: x => x })`, shown],
  ['a class', `Object.defineProperty(class {}, 'name', { value: '${evil}' })`, shown],
  ['an instance', `new (Object.defineProperty(class {}, 'name', { value: '${evil}' }))()`, shown],
  ['a function', `[Object.defineProperty(() => 1, 'name', { value: '${evil}' })]`, shown],
  ['an error as a value', `[new Error('${evil}')]`, shown.replace('\\x0d', '\\r')],
  ['what is thrown and no error', `throw { [Symbol('${evil}')]: 1 }`, '\\u202e'],
  ['an error with a name', `throw Object.assign(new Error('x'), { name: '${evil}' })`, shown],
  ['a module', `class Net extends nn.Module { extra_repr() { return '${evil}' } }; new Net()`, shown],
  [
    'a module by its class',
    `class N extends nn.Module {}; Object.defineProperty(N, 'name', { value: '${evil}' }); new N()`,
    shown,
  ],
  ['modules by name', `nn.ModuleDict({ 'x${evil}': nn.Linear(1, 1) })`, shown],
  ['modules, printed', `print(nn.ModuleDict({ 'x${evil}': nn.Linear(1, 1) }))`, shown],
  ['modules, logged', `console.log(nn.ModuleDict({ 'x${evil}': nn.Linear(1, 1) }))`, shown],
  ['a state dict as a value', `nn.ModuleDict({ 'x${evil}': nn.Linear(1, 1) }).state_dict()`, ''],
  [
    'named parameters',
    `print([...nn.ModuleDict({ 'x${evil}': nn.Linear(1, 1) }).named_parameters()][0])`,
    '',
  ],
  [
    'a function of autograd',
    `class F extends torch.autograd.Function { static forward(ctx, x) { return x.clone() } static backward(ctx, g) { return g } }
Object.defineProperty(F, 'name', { value: '${evil}' }); F.apply(torch.ones(1, { requires_grad: true }))`,
    shown,
  ],
  [
    'an optimizer',
    `class O extends optim.SGD {}; Object.defineProperty(O, 'name', { value: '${evil}' }); new O([torch.ones(1, { requires_grad: true })], { lr: 1 })`,
    shown,
  ],
  [
    'a parameter group',
    `o = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 }); o.param_groups[0]['${evil}'] = '${evil}'; o`,
    shown,
  ],
  ['a missing key', `nn.Linear(1, 1).load_state_dict({ '${evil}': 1 })`, shown],
  ['a tensor from a text', `torch.tensor('${evil}')`, ''],
  ['an option', `torch.ones(1, { '${evil}': 1 })`, ''],
  ['an equation', `torch.einsum('${evil}', torch.ones(1))`, ''],
  ['help', `help('${evil}')`, shown],
  ['a warning of Node', `process.emitWarning('${evil}', { type: '${evil}', detail: '${evil}' })`, shown],
  ['a warning of ours', `torch.ones(2, 2).T; torch.tensor([1]).names = '${evil}'`, ''],
] as const)
  test(`eval: ${name}`, async () => {
    assert.ok((await says(['eval', code.replaceAll('\r', '\\r')])).includes(message))
  })

test('piped into the prompt', async () => {
  const input = `f = () => { throw new TypeError('no ${cell}') }\nf()\n`
  const said = await says([], { input })
  assert.ok(said.includes(`TypeError: no ${shownCell}`), said)
  assert.ok(said.includes('line 2'), said)
  const named = `net = nn.ModuleDict({ 'x${cell}': nn.Linear(1, 1) })
class F extends torch.autograd.Function { static forward(ctx, x) { return x.clone() } static backward(ctx, g) { return g } }
Object.defineProperty(F, 'name', { value: '${cell}' })
class N extends nn.Module {}
Object.defineProperty(N, 'name', { value: '${cell}' }); n = new N(); o = new (Object.defineProperty(class {}, 'name', { value: '${cell}' }))()
k = Object.defineProperty(class {}, 'name', { value: '${cell}' }); s = { ['x${cell}']: torch.ones(1, { requires_grad: true }) }
y = F.apply(net['x${cell}'].weight).sum() + F.apply(s['x${cell}']).sum(); null
`
  for (const line of [
    ...[
      `.load none${cell}`,
      `.load ${folder}`,
      `.save no/where${cell}`,
      `.save! no/where${cell}`,
      `.save ${folder}`,
    ],
    ...[
      `.seed ${cell}`,
      `.nothing ${cell}`,
      `.help ${cell}`,
      `.device ${cell}`,
      `.set ${cell}`,
      `.plot ${cell}`,
    ],
    ...[
      '.vars',
      '.graph y',
      '.backward y',
      '.backward y 1',
      '.backward y all',
      'y?',
      'net?',
      'n?',
      'o?',
      'k?',
      's?',
    ],
    ...[
      "net['x" + cell + "'].weight?",
      "s['x" + cell + "']?",
      `.graph ${cell}`,
      `.backward '${cell}'`,
      `'${cell}'?`,
    ],
    ...[
      `.time '${cell}'.x.y`,
      `.timeit '${cell}'.x.y`,
      '.plot o',
      `.exit ${cell}`,
      `.clear`,
      `.reset ${cell}`,
    ],
    ...[
      `throw new Error('${cell}')\n.trace`,
      `x = '${cell}' // ${cell}\nx + nope`,
      'F',
      'n',
      'o',
      'k',
      's',
      'net',
      'y',
    ],
  ])
    assert.notEqual(await says([], { input: `${named}${line}\n${line === '.clear' ? '1\n' : ''}` }), '', line)
})

test('run: a file that is not there, and one that fails', async () => {
  assert.ok((await says(['run', `none${evil}.ts`])).includes(`there is no file none${shown}.ts`))
  const file = `bad${cell}.ts`
  writeFileSync(join(folder, file), `const x = 1 // ${cell}\nthrow new Error('no ${cell}') // ${cell}\n`)
  const said = await says(['run', file])
  assert.ok(said.includes(`Error: no ${shownCell}`), said)
})

test('run: what Python tells of exceptions and warnings', async () => {
  const text = JSON.stringify(evil)
  const file = join(folder, 'told.py')
  const told = async (program: string): Promise<string> => {
    writeFileSync(file, program)
    return says(['run', file])
  }
  for (const program of [
    `class X(Exception): pass\nX.__name__ = X.__qualname__ = ${text}\nraise X('a')`,
    `e = ValueError('a')\ne.add_note(${text})\nraise e`,
    `raise ExceptionGroup(${text}, [ValueError(${text})])`,
    `try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError(${text}) from e`,
    `exec(compile('1 / 0', ${text}, 'exec'))`,
    `import warnings\nwarnings.warn(${text})`,
    `import warnings\nclass W(UserWarning): pass\nW.__name__ = ${text}\nwarnings.warn('a', W)`,
    `import matplotlib.pyplot as plt\nplt.plot([1, 2, 3], label=${text})\nplt.title(${text})\nplt.legend()\nplt.show()`,
  ])
    assert.ok((await told(program)).includes('\\x1b[31mred'), program)
})

test('train: names of columns, classes, files and options', async () => {
  const report = await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1'])
  for (const name of [`a${shownCell}`, `y${shownCell}`, `predicted no${shownCell}`])
    assert.ok(report.includes(name), `${name} in\n${report}`)
  const svg = join(folder, 'evil.svg')
  await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1', '--svg', svg])
  const drawing = readFileSync(svg, 'utf8')
  assert.doesNotMatch(drawing, obeyed)
  assert.doesNotMatch(drawing, /<x|&(?!(lt|gt|amp|quot);)|\uffff/)
  assert.ok(drawing.includes('&lt;x&gt;&amp;&quot;'))
  const json = await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1', '--json'])
  const result = JSON.parse(json.trim().split('\n').at(-1)!) as { features: string[]; classes: string[] }
  assert.deepEqual([result.features[0], result.classes], [`a${cell}<x>&"\uffff`, [`no${cell}`, 'yes']])
  for (const args of [
    [`linear${evil}`],
    ['linear', '--data', 'cells.csv'],
    ['linear', '--data', `none${evil}.csv`],
    ['linear', '--data', 'evil.csv'],
    ['linear', '--data', 'cells.csv', '--label', `b${evil}`],
    ['linear', '--until', `x${evil}`],
    ['linear', '--optimizer', `x${evil}`],
    ['linear', '--save', `no/where${evil}`],
    ['linear', '--load', `none${evil}`],
    ['linear', `--x${evil}`],
    ['logistic', '--data', 'evil.csv', '--positive', `x${evil}`],
    ['linear', '--features', evil, '--data', 'cells.csv'],
    ['linear', '--export', `no/where${evil}`],
    ['linear', '--export', `x${cell}.csv`],
    ['linear', '--save', `x${cell}.st`, '--iterations', '1'],
    ['linear', '--svg', `no/where${evil}`],
    ['linear', '--device', evil],
    ...['lr', 'seed', 'momentum', 'batch-size', 'test-split', 'every', 'speed', 'epochs'].map((name) => [
      'linear',
      `--${name}`,
      evil,
    ]),
  ])
    assert.notEqual(await says(['train', ...args]), '', args.join(' '))
})

test('models whose columns, classes and tensors are named so', async () => {
  await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1', '--save', 'model'])
  const other = ['c,d', '1,2', '2,3'].join('\n')
  writeFileSync(join(folder, 'other.csv'), other)
  for (const args of [
    ['predict', '--model', 'model', '--data', 'other.csv'],
    ['train', 'logistic', '--load', 'model', '--data', 'other.csv'],
    ['train', 'logistic', '--load', 'model'],
    ['train', 'linear', '--load', 'model'],
    ['train', 'logistic', '--load', 'model', '--data', 'evil.csv', '--features', 'b'],
  ])
    assert.match(await says(args), /^dltorch: /, args.join(' '))
  const model = readFileSync(join(folder, 'model'))
  const length = Number(model.readBigUInt64LE(0))
  const header = JSON.parse(model.subarray(8, 8 + length).toString()) as Record<string, any>
  const about = JSON.parse(header.__metadata__.dltorch) as Record<string, any>
  const changed = (change: () => void): void => {
    change()
    header.__metadata__.dltorch = JSON.stringify(about)
    const json = Buffer.from(JSON.stringify(header))
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(BigInt(json.length))
    writeFileSync(join(folder, 'changed'), Buffer.concat([size, json, model.subarray(8 + length)]))
  }
  for (const change of [
    () => (about.settings.optimizer = evil),
    () => (about.settings = { ...about.settings, optimizer: 'sgd', lr: { [evil]: evil } }),
    () => (header[`w${evil}`] = header.weight ?? header.w ?? {}),
    () => (header[`w${evil}`] = { dtype: evil, shape: [1], data_offsets: [0, 4] }),
    () => (about.model = evil),
    () => delete header.__metadata__.dltorch,
  ]) {
    changed(change)
    assert.match(await says(['predict', '--model', 'changed', '--data', 'evil.csv']), /^dltorch: /)
  }
  // What is piped on is the data as they are; on a terminal they are made visible.
  const { stdout } = await dltorch(['predict', '--model', 'model', '--data', 'evil.csv'], { cwd: folder })
  assert.ok(stdout.includes(`no${cell}`))
})

/** Whatever a terminal is told that is no colour, cursor movement or mode that the screen itself sets. */
const screenCodes = /\x1b\[[\d;?]*[ABCDGHJKhlm]|[\r\n\x07]/g

test('a terminal: the prompt, a lesson, the live screen, predictions', async () => {
  const shows = async (args: string[], keys: string, end: string): Promise<void> => {
    const env = { XDG_DATA_HOME: folder, XDG_STATE_HOME: folder, NO_COLOR: '', FORCE_COLOR: '1' }
    const terminal = new Terminal({ args, cwd: folder, env, columns: 120 })
    try {
      if (keys !== '') await terminal.shows('>>>')
      terminal.type(keys)
      await terminal.until(() => terminal.transcript.includes(end), end)
      const rest = terminal.written.replace(screenCodes, '')
      assert.doesNotMatch(rest, obeyed, args.join(' '))
      assert.ok(!terminal.written.includes('\x1b[31mred'), args.join(' '))
    } finally {
      terminal.kill()
    }
  }
  const typed = evil.replace(
    /[\x00-\x1f\x80-\x9f]/g,
    (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  await shows([], `nn.ModuleDict({ 'x${typed}': nn.Linear(1, 1) })\r`, `(x${shown})`)
  await shows([], `x = Symbol('${typed}'); x\r`, `Symbol(${shown})`)
  await shows([], `d = { 'x${typed}': 1, y: 2 }\rd.\t`, 'y')
  await shows([], `throw Error('${typed}')\r`, `Error: ${shown}`)
  await shows(
    [],
    `n = nn.ModuleDict({ 'x${typed}': nn.Linear(1, 1) }); y = n['x${typed}'].weight.sum(); null\r.graph y\r`,
    'SumBackward0',
  )
  // Entries of earlier, files by their names, and what is pasted.
  mkdirSync(join(folder, 'dltorch'), { recursive: true })
  const history = join(folder, 'dltorch', 'history.jsonl')
  const entry = `print('${cell}'.length) // found`
  for (const keys of ['\x1b[A', '\x12found', '\x1b[A\r']) {
    writeFileSync(history, `${JSON.stringify(entry)}\n`)
    await shows([], keys, '// found')
  }
  mkdirSync(join(folder, 'names'), { recursive: true })
  for (const name of ['one', 'other']) writeFileSync(join(folder, 'names', `o${cell}${name}`), '')
  await shows([], `'names/o\t\t`, 'ne')
  await shows(['train', 'logistic', '--data', 'evil.csv', '--iterations', '30'], '', 'Stopped after')
  await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1', '--save', 'seen'])
  await shows(['predict', '--model', 'seen', '--data', 'evil.csv'], '', 'probability')
})

test('predict, lesson, doctor and a command that there is not', async () => {
  assert.ok((await says(['predict', '--model', `m${evil}`, '--data', 'evil.csv'])).includes(shown))
  assert.ok((await says(['lesson', `x${evil}`])).includes(shown))
  assert.notEqual(await says(['lesson', `./x${evil}`]), '')
  assert.ok((await says([`x${evil}`])).includes(shown))
  assert.ok((await says(['doctor'], { env: { DLTORCH_GPU_BACKEND: `x${evil}` } })).includes('x\\x1b[31m'))
})

test('lesson: a chapter of one’s own', async () => {
  const chapter = join(folder, 'chapter')
  mkdirSync(chapter)
  const file = join(chapter, 'chapter.md')
  const front = (name: string, title: string): string =>
    `---\nname: ${name}\ntitle: ${title} · 标题\nabout: ${title} · 介绍\n---\n`
  const step = (title: string): string =>
    `## ${title} · 一步\n\nWords ${cell} and \`code ${cell}\` and [a link](http://x/${cell}).\n\n` +
    `> 文字${cell}和\`code ${cell}\`和[链接](http://x/${cell})。\n\n\`\`\`ts\n'${cell}' // ${cell}\n\`\`\`\n\n\`\`\`python\n${cell}\n\`\`\`\n`
  const exercise =
    `## Exercise: ${cell} · 练习${cell}\n\nA task ${cell}.\n\n> 任务${cell}。\n\n\`\`\`ts starter\nx = '${cell}'\n\`\`\`\n\n` +
    `### Hints · 提示\n\n1. One ${cell}\n\n   > 一${cell}\n\n2. Two\n\n   > 二\n\n3. Three\n\n   > 三\n\n` +
    `### Solution · 解答\n\n\`\`\`ts\nx = 'a${cell}'\n\`\`\`\n\n### Another way · 另一种\n\n\`\`\`ts\nx = "a${cell}"\n\`\`\`\n\n` +
    `### Wrong · 错误\n\n\`\`\`ts\nx = 'b${cell}'\n\`\`\`\n`
  for (const text of [
    `# A title ${cell}\n\nWords ${cell}.\n`,
    front('chapter', `A title ${cell}`) + step(`First ${cell}`) + exercise,
    `${front('chapter', 'A title')}parts: ${cell}\n${step('First')}`,
    front(`x${cell}`, 'A title') + step('First'),
    `---\nparts: x${cell}.md\n---\n`,
  ]) {
    writeFileSync(file, text)
    for (const options of [
      ['--yes'],
      ['--yes', '--lang', 'zh'],
      [],
      ['--check'],
      ['--check', '--run'],
      ['--write', '--yes'],
    ])
      assert.notEqual(await says(['lesson', './chapter', ...options]), '', options.join(' '))
  }
})

test('what modules of Python say of names and texts from outside commands no terminal', async () => {
  const path = join(folder, 'says.py')
  const program = `import argparse, logging, traceback
evil = '\\x07\\u202e\\x1b]0;x'
logging.basicConfig()
logging.getLogger(evil).warning(evil)
try:
    raise ValueError(evil)
except ValueError:
    traceback.print_exc()
    logging.exception('caught')
argparse.ArgumentParser(prog=evil).parse_args([evil])
`
  writeFileSync(path, program)
  const terminal = new Terminal({ args: ['run', path] })
  await terminal.closed
  const shownHere = String.raw`\x07\u202e\x1b]0;x`
  const said = terminal.transcript
  assert.ok(said.includes(`${shownHere}:${shownHere}`), said)
  assert.equal(said.split(`ValueError: ${shownHere}`).length, 3, said)
  assert.ok(said.includes(`${shownHere}: error: unrecognized arguments: ${shownHere}`), said)
})

test('what modules of Python tell a terminal of texts from outside commands it nothing, and their own way back does', async () => {
  const path = join(folder, 'tells.py')
  const text = String.raw`'\x07\r\u202e\x1b]0;x'`
  const shownHere = String.raw`\x07\x0d\u202e\x1b]0;x`
  const written = async (program: string, keys = ''): Promise<string> => {
    writeFileSync(path, `evil = ${text}\n${program}\n`)
    const terminal = new Terminal({ args: ['run', path], columns: 200 })
    if (keys !== '') {
      await terminal.until(() => terminal.transcript.includes(shownHere), shownHere)
      terminal.type(keys)
    }
    await terminal.closed
    return terminal.written
  }
  const object =
    'class P:\n    def __call__(self): raise ValueError(evil)\n    def __repr__(self): return evil\n'
  for (const [program, keys] of [
    [
      `import zipfile, io\nwith zipfile.ZipFile(io.BytesIO(), 'w') as z:\n    z.writestr(evil, 'x'); z.printdir()`,
    ],
    ["import asyncio\nasyncio.new_event_loop().default_exception_handler({'message': evil})"],
    [`${object}import atexit\natexit.register(P())`],
    [`${object}import sys\nsys.displayhook(P())`],
    [`${object}import sys\nprint(P(), file=sys.stderr)`],
    [`${object}input(P())`, 'x\r'],
    ['import warnings\nwarnings.warn(evil)'],
    [
      'import doctest\ndef f():\n    ">>> 1"\ndoctest.run_docstring_examples(f, {}, name=evil); doctest.DocTestFinder(verbose=True).find(f, evil)',
    ],
  ]) {
    const said = await written(program, keys)
    assert.ok(said.includes(shownHere), `${program}\n${JSON.stringify(said)}`)
    assert.doesNotMatch(said.replaceAll('\r\n', ''), obeyed, program)
  }
  const bar = await written(
    'from tqdm import tqdm\nfor _ in tqdm([1], desc=evil, postfix={evil: evil}, unit=evil): pass',
  )
  assert.ok(bar.startsWith(`\r${shownHere}: `), JSON.stringify(bar))
  // A slow machine draws it once more on the way.
  const drawn = bar.split(/\r(?!\n)/).slice(1)
  assert.ok(drawn.length >= 2 && drawn.every((one) => one.startsWith(`${shownHere}: `)), JSON.stringify(bar))
  assert.doesNotMatch(bar.replaceAll('\r', ''), obeyed)
  // What a program writes itself, as a bar of its own or in colours, goes as it is.
  for (const own of ['print(evil)', 'import sys\nsys.stderr.write(evil)'])
    assert.ok((await written(own)).includes('\x1b]0;x'), own)
})
