// dltorch train with data of one's own, and dltorch predict: as a person would type them.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { bin, dltorch, plainEnvironment, type Result, type StartOptions } from './dltorch.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-test-'))
after(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)
/** Runs a command line in the folder; none of the words has blanks. */
const run = (line: string, options: StartOptions = {}): Promise<Result> =>
  dltorch(line.split(' '), { cwd: folder, ...options })
const resultOf = ({ stdout }: Result): any => JSON.parse(stdout.trimEnd().split('\n').at(-1)!)

const people = [
  'name,age,"height, cm",sport',
  '"Lee, A",34,170,yes',
  'Kim,51,165,no',
  'Ito,23,181,yes',
  'Roy,64,172,no',
  'Sun,29,159,yes',
  'Ali,47,190,no',
]
writeFileSync(at('people.csv'), `${people.join('\n')}\n`)

for (const [model, iteration] of [
  ['linear', 80],
  ['logistic', 380],
] as const) {
  test(`${model} trains to the same digits from an exported file`, async () => {
    const told = (await run(`train ${model} --export ${model}.csv`)).stdout
    const command = told.trimEnd().split('\n').at(-1)!
    assert.match(
      command,
      /^dltorch train \w+ --data \w+\.csv --features [\w,]+ --label \w+ --until \w+=[\d.]+$/,
    )
    const own = await run(`${command.replace('dltorch ', '')} --save own.safetensors --json`)
    const builtIn = await run(`train ${model} --save built-in.safetensors --json`)
    const [a, b] = [resultOf(own), resultOf(builtIn)]
    assert.equal(a.iteration, iteration)
    assert.deepEqual([a.loss, a.accuracy, a.parameters], [b.loss, b.accuracy, b.parameters])
    const parameters = (name: string): Buffer => {
      const bytes = readFileSync(at(name))
      return bytes.subarray(8 + Number(bytes.readBigUInt64LE()))
    }
    assert.deepEqual(parameters('own.safetensors'), parameters('built-in.safetensors'))
  })
}

test("a report on data of one's own", async () => {
  const { stdout, code } = await run(
    'train logistic --data people.csv --features age,3 --label sport --standardize --lr 1 --iterations 60 --no-chart --save people.safetensors',
  )
  assert.equal(code, 0)
  assert.match(stdout, /^1 data       sport from age, height, cm: 6 rows, classes no and yes, standardized$/m)
  assert.match(stdout, /^iteration   59 .* accuracy +1$/m)
  assert.match(
    stdout,
    /^parameters, in the data's own units\n +feature +weight\nw0  age +-0\.\d+\nw1  height, cm +-?0\.\d+\nb +\d+\.\d+$/m,
  )
  assert.match(stdout, /^train  6     0\.\d+ +1$/m)
  assert.match(
    stdout,
    /^train   predicted no  predicted yes\nis no   3             0\nis yes  0             3$/m,
  )
  assert.match(stdout, /^The model is in people\.safetensors\.$/m)
})

test('a model that learnt nothing from large numbers is told what helps, and it does', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const plays = i % 5 < 2
    return `${(plays ? 190 : 172) + (i % 7)};${(plays ? 88 : 66) + (i % 9)};${plays ? 'ja' : 'nein'}`
  })
  writeFileSync(at('tall.csv'), ['Größe;Gewicht;Sport', ...rows].join('\r\n'))
  const plain = await run('train logistic --data tall.csv --iterations 30 --no-chart')
  assert.match(
    plain.stdout,
    /\n\nOne answer for all rows would do as well\. --standardize helps here: Größe reaches 19\d, Gewicht/,
  )
  const helped = await run('train logistic --data tall.csv --iterations 300 --no-chart --standardize')
  assert.doesNotMatch(helped.stdout, /One answer/)
  const chinese = await run('train logistic --data tall.csv --iterations 30 --no-chart --lang zh')
  assert.match(chinese.stdout, /\n\n对所有行给出同一个答案也有这么好。加 --standardize 会有帮助：/)
})

test('predict adds columns to the rows, in their order', async () => {
  const { stdout, code, stderr } = await run('predict --model people.safetensors --data people.csv')
  assert.deepEqual([code, stderr], [0, ''])
  const lines = stdout.trimEnd().split('\n')
  assert.equal(lines[0], 'name,age,"height, cm",sport,prediction,probability')
  assert.match(lines[1], /^"Lee, A",34,170,yes,yes,0\.\d+$/)
  lines.slice(1).forEach((line, i) => assert.ok(line.startsWith(people[i + 1])))
  const found = lines.slice(1).map((line) => line.split(',').at(-2))
  assert.deepEqual(found, ['yes', 'no', 'yes', 'no', 'yes', 'no'])
  // From a pipe, without the column to predict, in another order.
  const piped = await run('predict --model people.safetensors --data -', {
    input: '"height, cm";age\n170;34\n\n172;64\n',
  })
  assert.equal(piped.stdout.split('\n')[0], 'height, cm;age;prediction;probability')
  assert.deepEqual(
    piped.stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(';')[2]),
    ['yes', 'no'],
  )
})

test('predict refuses what the model cannot use', async () => {
  const refusal = async (input: string, more = ''): Promise<string> => {
    const { stderr, code } = await run(`predict --model people.safetensors --data -${more}`, { input })
    assert.equal(code, 1)
    return stderr
  }
  assert.equal(
    await refusal('agge,"height, cm"\n1,2\n'),
    'dltorch: standard input has no column age. Did you mean agge?\n',
  )
  assert.match(
    await refusal('a,b\n1,2\n'),
    /standard input does not have age, height, cm, which the model was trained on; it has a, b/,
  )
  assert.match(
    await refusal('age,"height, cm"\n1,2\n1,tall\n'),
    /standard input, row 3, column height, cm: "tall" is no number/,
  )
  assert.match(await refusal(''), /standard input is empty/)
  const { stderr } = await run('predict --model people.csv --data people.csv')
  assert.match(stderr, /^dltorch: people\.csv is no model: no safetensors data/)
  const { stdout } = await run('predict --model people.safetensors --data - --drop-missing', {
    input: 'age,"height, cm"\n1,2\n1,tall\n3,4\n',
  })
  assert.equal(stdout.trimEnd().split('\n').length, 3)
})

for (const [model, label, more] of [
  ['linear', 'price', '--lr 0.3'],
  ['logistic', 'sold', '--lr 0.3'],
] as const)
  test(`${model} learns from a table that Excel writes, with categories, and predicts with them`, async () => {
    const places = ['Köln', 'Bonn', 'Trier']
    const homes = Array.from({ length: 12 }, (_, i) => {
      const [city, floor] = [places[i % 3], (i * 5) % 4]
      const price = `${[1200, 900, 400][i % 3] + 50 * floor},50`.replace(/^(\d)(\d{3},)/, '$1.$2')
      return `${city};${floor};${price};${i % 3 === 2 ? 'nein' : 'ja'}`
    })
    // What Excel writes in a German Windows: a semicolon, a comma for the point, windows-1252, CR LF.
    writeFileSync(
      at('homes.csv'),
      Buffer.from(`city;floor;price;sold\r\n${homes.join('\r\n')}\r\n`, 'latin1'),
    )
    const line = `train ${model} --data homes.csv --features city,floor --label ${label} --decimal , --standardize --no-chart`
    const refused = await run(line)
    assert.deepEqual([refused.code, refused.stdout], [1, ''])
    assert.match(refused.stderr, /row 2, column city: "Köln" is no number\. --categories city takes words as/)
    const { stdout, code } = await run(`${line} ${more} --categories city --save homes.safetensors`)
    assert.equal(code, 0)
    assert.match(stdout, /^1 data       \w+ from city \(Bonn, Köln, Trier\), floor: 12 rows,/m)
    assert.match(stdout, /^w0  city=Bonn .*\nw1  city=Köln .*\nw2  city=Trier .*\nw3  floor /m)
    assert.match(stdout, model === 'linear' ? /^train  12 .* (1|0\.999\d*)$/m : /^train  12 .* 1$/m)
    const others = 'floor;city\n1;Trier\n2;Bonn\n'
    const predicted = await run('predict --model homes.safetensors --data - --decimal ,', { input: others })
    const cells = predicted.stdout
      .trimEnd()
      .split('\n')
      .map((row) => row.split(';')[2])
    assert.equal(cells[0], 'prediction')
    if (model === 'linear') {
      assert.ok(Math.abs(Number(cells[1]) - 450.5) < 5, cells[1])
      assert.ok(Math.abs(Number(cells[2]) - 1000.5) < 5, cells[2])
    } else assert.deepEqual(cells.slice(1), ['nein', 'ja'])
    const unknown = await run('predict --model homes.safetensors --data -', { input: 'city;floor\nUlm;1\n' })
    assert.match(
      unknown.stderr,
      /row 2, column city: the model was trained on Bonn, Köln, Trier, not on Ulm\. --drop-missing/,
    )
    const on = await run(
      `train ${model} --data homes.csv --decimal , --load homes.safetensors --epochs 2 --json`,
    )
    assert.deepEqual(resultOf(on).features, ['city=Bonn', 'city=Köln', 'city=Trier', 'floor'])
  })

test('a reader that leaves early is no failure', async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => `${i % 90},170`).join('\n')
  writeFileSync(at('many.csv'), `age,"height, cm"\n${rows}\n`)
  const child = spawn(
    process.execPath,
    [bin, 'predict', '--model', 'people.safetensors', '--data', 'many.csv'],
    {
      cwd: folder,
      env: plainEnvironment(),
    },
  )
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += text))
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.on('close', resolve))
  assert.deepEqual([code, stderr], [0, ''])
})

test('a run is taken up again where it was left', async () => {
  const line =
    'train logistic --data people.csv --features age,3 --label sport --lr 1e-3 --until none --every 10 --json'
  const whole = resultOf(await run(`${line} --iterations 80 --save whole.safetensors`))
  await run(`${line} --iterations 40 --save half.safetensors`)
  const resumed = resultOf(
    await run(
      'train logistic --data people.csv --load half.safetensors --iterations 40 --save half.safetensors --json',
    ),
  )
  assert.deepEqual([resumed.iteration, resumed.loss, resumed.parameters], [79, whole.loss, whole.parameters])
  assert.deepEqual(readFileSync(at('half.safetensors')), readFileSync(at('whole.safetensors')))
})

const misused =
  /argument|unknown option|required option|is for data of your own|in two ways|names a class|brings others|is for sgd|It is written/

test('options that are wrong or do not go together are refused by name', async () => {
  const cases: [string, RegExp][] = [
    ['train linear --lr banana', /option '--lr <rate>' argument 'banana' is invalid\. A number is needed\./],
    [
      'train linear --lr -1',
      /option '--lr <rate>' argument '-1' is invalid\. A number above zero is needed\./,
    ],
    ['train linear --optimizer adamm', /argument 'adamm' is invalid\. It is unknown\. Did you mean adam\?/],
    ['train linear --optimizer foo', /It is unknown\. There are hand, sgd, nesterov, adam, adamw\./],
    [
      'train linear --test-split 2',
      /'--test-split <share>' argument '2' is invalid\. A share between 0 and 1/,
    ],
    [
      'train linear --iterations 1.5',
      /'--iterations <n>' argument '1\.5' is invalid\. A whole number is needed\./,
    ],
    ['train linear --sed 3', /unknown option '--sed'\n\(Did you mean --seed\?\)/],
    ['train linear --until soon', /--until soon: It is written loss=0\.1, accuracy=0\.95/],
    ['train linear --features a', /--features is for data of your own: say which with --data file\.csv/],
    ['train linear --no-header', /--header is for data of your own/],
    ['train linear --optimizer adam --momentum 0.5', /--momentum is for sgd and nesterov; adam has none/],
    ['train linear --epochs 2 --iterations 5', /--iterations and --epochs say the same in two ways/],
    ['train linear --data people.csv --positive yes', /--positive names a class/],
    ['train linear --data none.csv', /cannot read none\.csv: there is no such file or folder \(ENOENT\)/],
    ['train linear --data .', /cannot read \.: it is a folder \(EISDIR\)/],
    [
      'train linear --data people.csv --label sport',
      /people\.csv, row 2, column name: "Lee, A" is no number/,
    ],
    ['train linear --data people.csv --label agee', /people\.csv has no column agee\. Did you mean age\?/],
    [
      'train linear --load people.safetensors',
      /people\.safetensors is a model of dltorch train logistic, not linear/,
    ],
    [
      'train logistic --load people.safetensors',
      /was trained on data of your own \(age, height, cm\): say where they are with --data/,
    ],
    [
      'train logistic --load people.safetensors --data people.csv --features age',
      /was trained on age, height, cm, not on age/,
    ],
    [
      'train linear --device tpu',
      /--device tpu cannot be used here: Expected one of cpu, gpu, cuda, meta device type/,
    ],
    [
      'train linear --save no/where',
      /--save no\/where cannot be written: there is no such file or folder \(ENOENT\)/,
    ],
    [
      'train linear --svg people.csv/a.svg',
      /--svg people\.csv\/a\.svg cannot be written: a part of the path is no folder \(ENOTDIR\)/,
    ],
    ['train linear --export no/where', /cannot write no\/where: there is no such file or folder/],
    [
      'train linear --export a.csv --data people.csv',
      /--export writes the built-in data, and --data brings others/,
    ],
    ['predict --data people.csv', /required option '--model <file>' not specified/],
  ]
  for (const [line, message] of cases) {
    const { stdout, stderr, code } = await run(line)
    assert.match(stderr, message)
    // What cannot be asked for that way ends with 2, what did not come off with 1.
    assert.deepEqual([stdout, code], ['', misused.test(stderr) ? 2 : 1], line)
  }
})

test('a full disk is told of before anything is trained', { skip: !existsSync('/dev/full') }, async () => {
  const { stdout, stderr, code } = await run('train linear --save /dev/full --no-chart')
  assert.deepEqual(
    [stdout, stderr, code],
    ['', 'dltorch: --save /dev/full cannot be written: no space left on the device (ENOSPC)\n', 1],
  )
})

test('a picture as SVG', async () => {
  const { code } = await run('train logistic --svg picture.svg --iterations 20 --no-chart')
  assert.equal(code, 0)
  const svg = readFileSync(at('picture.svg'), 'utf8')
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  // The rows, and a mark of each class in the legend.
  assert.equal(svg.match(/<circle /g)!.length, 200 + 2)
  assert.ok(!svg.includes('NaN') && !svg.includes('Infinity'))
})

const endless = 'train linear --until none --iterations 1000000000'.split(' ')

/** Starts an endless training and sends a signal after its first reports. */
function interrupted(signal: NodeJS.Signals, more: string[], before = (): void => {}): Promise<Result> {
  const args = [...endless, '--every', '50', '--no-chart', ...more]
  return new Promise((resolve) => {
    const env = plainEnvironment({ XDG_STATE_HOME: at('state') })
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env })
    let stdout = ''
    let stderr = ''
    let isSent = false
    child.stderr.on('data', (text) => (stderr += text))
    child.stdout.on('data', (text) => {
      stdout += text
      if (isSent || !stdout.includes('iteration  100')) return
      isSent = true
      before()
      child.kill(signal)
    })
    child.on('close', (code) => resolve({ stdout, stderr, code }))
  })
}

test('Ctrl-C in the middle leaves a file that can be loaded', async () => {
  const { stdout, stderr, code } = await interrupted('SIGINT', ['--save', 'stopped.safetensors'])
  assert.deepEqual([code, stderr], [130, ''])
  const last = Number(/Stopped by you at iteration (\d+): loss/.exec(stdout)![1])
  assert.ok(last >= 100)
  assert.match(stdout, /The model is in stopped\.safetensors\.\n$/)
  const resumed = resultOf(
    await run('train linear --load stopped.safetensors --iterations 1 --until none --json'),
  )
  assert.equal(resumed.iteration, last + 1)
})

test('a model whose place is gone in the end is kept elsewhere', async () => {
  mkdirSync(at('gone'))
  const { stdout, stderr, code } = await interrupted('SIGINT', ['--save', 'gone/model'], () =>
    rmSync(at('gone'), { recursive: true }),
  )
  assert.equal(code, 1)
  const kept = join(at('state'), 'dltorch', 'rescued', 'linear-1.safetensors')
  assert.equal(
    stderr,
    'dltorch: cannot write the model to gone/model: there is no such file or folder (ENOENT)\n' +
      `It was written to ${kept} instead.\n`,
  )
  const last = Number(/Stopped by you at iteration (\d+): loss/.exec(stdout)![1])
  const result = await run(`train linear --load ${kept} --iterations 1 --until none --json`)
  assert.equal(resultOf(result).iteration, last + 1)
})

test('a terminal that goes away, and a reader that does, leave the model too', async () => {
  const { code } = await interrupted('SIGHUP', ['--save', 'hung-up.safetensors'])
  assert.equal(code, 129)
  assert.ok(existsSync(at('hung-up.safetensors')))
  const args = [...endless, '--every', '1', '--save', 'left.safetensors']
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: plainEnvironment() })
  child.stdout.once('data', () => child.stdout.destroy())
  await new Promise((resolve) => child.on('close', resolve))
  const resumed = resultOf(
    await run('train linear --load left.safetensors --iterations 1 --until none --json'),
  )
  assert.ok(resumed.iteration >= 1)
})
