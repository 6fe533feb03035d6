// A person's table: which columns are meant, which cells are numbers, and what is said where they are not.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { problemOf } from '../../src/train/problem.js'
import { mostRowsOfBlock, readTable, type Table, type TableOptions } from '../../src/train/table.js'

const read = (text: string, options: Partial<TableOptions> = {}): Promise<Table> =>
  readTable(Readable.from([text]), 'f.csv', { hasClasses: false, ...options })

const featuresOf = ({ columns }: Table): string[] => columns.map(({ name }) => name)

/** The rows of a table, features first. */
const rowsOf = ({ blocks, rows, columns }: Table): number[][] =>
  Array.from({ length: rows }, (_, i) => {
    const width = columns.length + 1
    const at = (i % mostRowsOfBlock) * width
    return [...blocks[Math.floor(i / mostRowsOfBlock)].subarray(at, at + width)]
  })

test('more numbers than there is memory for', async () => {
  await assert.rejects(
    read('x,y\n1,2\n', { mostBytes: 1000 }),
    /f\.csv has more numbers than there is memory for: the first 0 rows take 0\.0 GiB/,
  )
})

test('as many columns as there may be', async () => {
  const width = 60_000
  const names = Array.from({ length: width }, (_, i) => `c${i}`)
  const row = (number: number): string => names.map((_, i) => (i + number) % 7).join(',')
  const table = await read([names.join(','), row(1), row(2), row(3)].join('\n'))
  assert.equal(table.rows, 3)
  assert.equal(table.columns.length, width - 1)
  const numbers = (width: number) => Array.from({ length: 3 }, (_, i) => table.blocks[0][i * width])
  assert.deepEqual(numbers(width), [1, 2, 3])
  await assert.rejects(
    read(`${names.join(',')},c7\n`, { features: ['c7'] }),
    /more than one column c7; name it by its number, such as 8/,
  )
})

test('features and label by name, in the order they are asked for', async () => {
  const table = await read('a,b,y\n1,2,3\n4,5,6\n', { features: ['b', 'a'], label: 'y' })
  assert.deepEqual(rowsOf(table), [
    [2, 1, 3],
    [5, 4, 6],
  ])
  assert.deepEqual([featuresOf(table), table.label], [['b', 'a'], 'y'])
})

test('all columns but the last, or but the label', async () => {
  assert.deepEqual(featuresOf(await read('a,b,y\n1,2,3\n')), ['a', 'b'])
  assert.deepEqual(featuresOf(await read('a,b,y\n1,2,3\n', { label: 'a' })), ['b', 'y'])
})

test('a header is found, or said to be there', async () => {
  const named = await read('a,b\n1,2\n')
  assert.deepEqual([featuresOf(named), named.rows], [['a'], 1])
  const bare = await read('1,2\n3,4\n')
  assert.deepEqual([featuresOf(bare), bare.label, bare.rows], [['1'], '2', 2])
  const classes = await read('1,yes\n3,no\n', { hasClasses: true })
  assert.deepEqual([classes.rows, classes.classes], [2, ['no', 'yes']])
  const years = await read('2019,2020\n3,4\n', { header: true })
  assert.deepEqual([featuresOf(years), years.label, years.rows], [['2019'], '2020', 1])
  await assert.rejects(
    read('a,b\n1,2\n', { header: false }),
    /f\.csv, row 1, column 1: "a" is no number\. --drop-missing leaves such rows out/,
  )
})

test('columns that are not there, or twice', async () => {
  const text = 'age,income,y\n1,2,3\n'
  await assert.rejects(read(text, { label: 'incom' }), /f\.csv has no column incom\. Did you mean income\?/)
  await assert.rejects(
    read(text, { features: ['77777'] }),
    /f\.csv has no column 77777\. There are age, income, y\./,
  )
  await assert.rejects(
    read(text, { features: ['y'] }),
    /y cannot be the label and a feature; say which .* --label/,
  )
  await assert.rejects(read(text, { features: ['age', '1'] }), /the feature age is named twice/)
  await assert.rejects(
    read('a,a,y\n1,2,3\n', { features: ['a'] }),
    /more than one column a; name it by its number, such as 1/,
  )
  assert.deepEqual(rowsOf(await read('a,a,y\n1,2,3\n', { features: ['2'] })), [[2, 3]])
  await assert.rejects(read('y\n1\n'), /f\.csv has one column, y: there is nothing to predict it from/)
})

test('cells that are no numbers are named by row and column', async () => {
  const cases: [string, RegExp][] = [
    ['', /^f\.csv, row 3, column b: the number is missing\. --drop-missing/],
    ['NA', /row 3, column b: the number is missing \(NA\)/],
    ['abc', /row 3, column b: "abc" is no number/],
    ['0x10', /row 3, column b: "0x10" is no number/],
    ['1e39', /row 3, column b: 1e39 is not a number that float32 can hold/],
    ['inf', /row 3, column b: "inf" is no number/],
    ['Infinity', /row 3, column b: Infinity is not a number that float32 can hold/],
    ['"1,000"', /row 3, column b: "1,000" is 1000 or 1\.000: --decimal \. or --decimal , says which/],
  ]
  for (const [cell, message] of cases)
    await assert.rejects(read(`a,b,y\n1,2,3\n1,${cell},3\n`), { message }, cell)
  // Written oddly, and numbers all the same.
  const odd = await read('a,b,y\n 1 ,+2e0,.5\n-0,1E-3,5.\n')
  assert.deepEqual(rowsOf(odd), [
    [1, 2, 0.5],
    [-0, 0.001, 5],
  ])
})

test('rows count as in a spreadsheet: quoted line breaks are one row, empty lines are rows', async () => {
  await assert.rejects(
    read('note,b,y\n"two\nlines",2,3\n\nx,no,4\n', { features: ['b'] }),
    /^Error: f\.csv, row 4, column b: "no" is no number/,
  )
})

test('rows that are too short or too long', async () => {
  await assert.rejects(read('a,b,y\n1,2\n'), /row 2, column y: the number is missing/)
  await assert.rejects(read('a,b,y\n1,2,3,4\n'), /row 2: it has 4 cells, and the first row has 3/)
})

test('rows with missing cells can be left out', async () => {
  const table = await read('a,b,y\n1,2,3\n,2,3\n1,x,3\n1,2,\n1\n4,5,6\n', { dropMissing: true })
  assert.deepEqual([table.rows, table.leftOut], [2, 4])
  assert.deepEqual(rowsOf(table)[1], [4, 5, 6])
  await assert.rejects(
    read('a,y\n,1\n', { dropMissing: true }),
    /every row has a cell that is missing or no number/,
  )
  await assert.rejects(read('a,y\n'), /f\.csv has a header and no rows/)
  await assert.rejects(read(''), /f\.csv is empty/)
})

test('two classes of any spelling, in an order that the rows do not change', async () => {
  const hasClasses = true
  for (const text of ['a,y\n1,no\n2, Yes\n', 'a,y\n2,Yes\n1,no\n']) {
    const table = await read(text, { hasClasses })
    assert.deepEqual(table.classes, ['Yes', 'no'])
    assert.deepEqual(rowsOf(table).sort(), [
      [1, 1],
      [2, 0],
    ])
  }
  assert.deepEqual((await read('a,y\n1,10\n2,9.0\n3,9\n', { hasClasses })).classes, ['9', '10'])
  const turned = await read('a,y\n1,no\n2,Yes\n', { hasClasses, positive: 'Yes' })
  assert.deepEqual(
    [turned.classes, rowsOf(turned)],
    [
      ['no', 'Yes'],
      [
        [1, 0],
        [2, 1],
      ],
    ],
  )
  await assert.rejects(
    read('a,y\n1,no\n2,yes\n', { hasClasses, positive: 'maybe' }),
    /the classes of column y are no and yes, not maybe/,
  )
  await assert.rejects(
    read('a,y\n1,u\n2,v\n3,u\n4,w\n', { hasClasses }),
    /row 5, column y: w would be a third class beside u \(row 2\) and v \(row 3\); logistic regression tells two apart/,
  )
  await assert.rejects(
    read('a,y\n1,u\n2,u\n', { hasClasses }),
    /all rows are of one class, u; two are needed/,
  )
  await assert.rejects(read('a,y\n1,u\n2,\n', { hasClasses }), /row 3, column y: the class is missing/)
})

test('tables longer than a block', async () => {
  const count = mostRowsOfBlock * 2 + 3
  const lines = Array.from({ length: count }, (_, i) => `${i},${2 * i}`)
  const table = await read(`a,y\n${lines.join('\n')}`)
  assert.equal(table.rows, count)
  const rows = rowsOf(table)
  assert.ok(rows.every(([a, y], i) => a === i && y === 2 * i))
})

test('a share for testing is chosen by the seed, and scaling is of the rows for training', async () => {
  const lines = Array.from({ length: 50 }, (_, i) => `${1e6 + i},7,${i % 2 ? 'u' : 'v'}`)
  const table = await read(`a,b,y\n${lines.join('\n')}`, { hasClasses: true })
  const make = (seed: number) => problemOf(logistic, table, { seed, testSplit: 0.2, standardize: true })
  const { train, test: kept, scaling } = make(1)
  assert.deepEqual([train.x.size(0), kept!.x.size(0)], [40, 10])
  const column = train.x.narrow(1, 0, 1)
  assert.ok(Math.abs(column.mean().item()) < 1e-6)
  assert.ok(Math.abs(column.std(false).item() - 1) < 1e-6)
  // A feature that never changes is only moved.
  assert.deepEqual([scaling!.mean[1].toFixed(9), scaling!.scale[1]], ['7.000000000', 1])
  const firstOf = (seed: number): number[] => make(seed).test!.x.view(-1).tolist() as number[]
  assert.deepEqual(firstOf(1), firstOf(1))
  assert.notDeepEqual(firstOf(1), firstOf(2))
  await assert.rejects(
    async () =>
      problemOf(linear, await read('a,y\n1,2\n3,4\n'), { seed: 1, testSplit: 0.1, standardize: false }),
    /of 2 rows a share of 0\.1 for testing leaves none for testing/,
  )
  const few = await read('a,y\n1,u\n3,v\n', { hasClasses: true })
  assert.throws(
    () => problemOf(logistic, few, { seed: 1, testSplit: 0.5, standardize: false }),
    /the 1 rows for training are all of class [uv]: choose another --seed or --test-split/,
  )
})

test('words become categories, numbered in an order that the rows do not change', async () => {
  const categories = ['city', 'floor']
  for (const rows of [
    ['Rome,1,90,3', 'Bern,2,60,4', 'Rome,2.0,75,5'],
    ['Bern,2,60,4', 'Rome,2.0,75,5', 'Rome,1,90,3'],
  ]) {
    const table = await read(['city,floor,size,y', ...rows].join('\n'), { categories })
    assert.deepEqual(table.columns, [
      { name: 'city', categories: ['Bern', 'Rome'] },
      { name: 'floor', categories: ['1', '2'] },
      { name: 'size' },
    ])
    assert.deepEqual(
      rowsOf(table).sort((a, b) => a[3] - b[3]),
      [
        [1, 0, 90, 3],
        [0, 1, 60, 4],
        [1, 1, 75, 5],
      ],
    )
    const problem = problemOf(linear, table, { seed: 1, testSplit: 0, standardize: true })
    assert.deepEqual(problem.features, ['city=Bern', 'city=Rome', 'floor=1', 'floor=2', 'size'])
    assert.deepEqual(problem.scaling?.mean, [0, 0, 0, 0, 75])
    assert.deepEqual([...(problem.train.x.narrow(1, 0, 4).tolist() as number[][])].map(String).sort(), [
      '0,1,0,1',
      '0,1,1,0',
      '1,0,0,1',
    ])
    assert.match(problem.about, /^y from city \(Bern, Rome\), floor \(1, 2\), size: 3 rows, standardized$/)
  }
})

test('categories that cannot be', async () => {
  const text = 'city,size,y\nRome,90,3\n,60,4\n'
  await assert.rejects(
    read(text, { categories: ['city'] }),
    /row 3, column city: the category is missing\. --drop-missing leaves such rows out$/,
  )
  assert.equal((await read(text, { categories: ['city'], dropMissing: true })).leftOut, 1)
  await assert.rejects(read(text, { categories: ['town'] }), /has no column town\. There are city, size, y\./)
  await assert.rejects(
    read(text, { categories: ['y'] }),
    /the column y is the label, and --categories is for/,
  )
  await assert.rejects(
    read(text, { features: ['size'], categories: ['city'] }),
    /--categories names city, which is not among the --features/,
  )
  const names = Array.from({ length: 101 }, (_, i) => `n${i},${i},${i}`)
  await assert.rejects(
    read(`name,size,y\n${names.join('\n')}\n`, { categories: ['name'] }),
    /row 102, column name: there are more than 100 categories, which .*\. --features size leaves the column out/,
  )
})

/** Follows the first advice of each refusal until the table is read; what was advised. */
async function followed(text: string, options: Partial<TableOptions> = {}): Promise<string[]> {
  const advised: string[] = []
  let now = options
  for (let tries = 0; tries < 5; tries++)
    try {
      await read(text, now)
      return advised
    } catch (error) {
      const [way] = /--.*?(?= (?:takes|leaves|predicts|reads) )/.exec((error as Error).message) ?? []
      assert.ok(way, (error as Error).message)
      const given: string[] = []
      for (const [, flag, value] of way.matchAll(/(--[a-z-]+)(?: ('[^']+'|,|[^ ;]+))?/g)) {
        const bare = value?.replaceAll("'", '')
        given.push(flag === '--drop-missing' ? flag : `${flag} ${bare}`)
        if (flag === '--drop-missing') now = { ...now, dropMissing: true }
        else if (flag === '--decimal') now = { ...now, decimal: ',' }
        else if (flag === '--label') now = { ...now, label: bare }
        else now = { ...now, [flag.slice(2)]: bare.split(',') }
      }
      advised.push(given.join(' '))
    }
  return assert.fail(advised.join('; '))
}

test('columns that are empty from the first row on are none, and neither are rows', async () => {
  const { columns, label, rows } = await read('a,b,y,,\n1,2,3,,\n,,,,\n4,5,6\n,,\n')
  assert.deepEqual([columns, label, rows], [[{ name: 'a' }, { name: 'b' }], 'y', 2])
  // A name that is missing is not a column that is.
  assert.equal((await read('a,y,\n1,2,3\n4,5,6\n')).label, '3')
})

test('the advice of a refusal leads to a table that is read', async () => {
  const mixed = 'who;sex;size;y\n"Lee";f;1,5;3\nKim;m;2,25;4\nIto;f;2;5\n'
  assert.deepEqual(await followed(mixed), ['--categories who,sex --decimal ,'])
  assert.deepEqual(await followed(mixed, { features: ['sex', 'size'] }), ['--categories sex --decimal ,'])
  assert.deepEqual(await followed('day,size,y\n2024-01-31,1,2\n2024-02-01,3,4\n'), ['--features size'])
  assert.deepEqual(await followed('a,b,y\n1,,2\n3,4,5\n'), ['--drop-missing'])
  const excel =
    'city;size;degree;since;off;bonus;price;;\r\nBern;50,5;BA;2023/1/5;10%;1.000,5;1.101,2;;\r\n' +
    'Rome;60;MA;2023/2/7;20%;2.000;1.321;;\r\nBern;70;MA;2023/2/9;;2.000;1.421;;\r\n;;;;;;;;\r\n'
  assert.deepEqual(await followed(excel), [
    '--categories city,degree --features city,size,degree,off,bonus --decimal ,',
    '--drop-missing',
  ])
  // Who somebody is says nothing of others.
  const people =
    'name,size,y\n' +
    ['Lee', 'Kim', 'Ito', 'Roy', 'Ada', 'Bob', 'Eve'].map((who, i) => `${who},${i},1\n`).join('')
  assert.deepEqual(await followed(people), ['--features size'])
  // Nothing is left where no row has a number there.
  assert.deepEqual(await followed('a,b,y\n1,,2\n3,,5\n'), ['--features a'])
  assert.deepEqual(await followed('a,b,y\n1,2,low\n3,4,high\n'), ['--label a', '--categories y'])
  assert.deepEqual(await followed('"a b",c,y\n1,x,2\n3,z,4\n'), ['--categories c'])
  await assert.rejects(
    read('a,b,y\n1,,2\n3,,5\n', { dropMissing: true }),
    /every row has a cell .*, most often in column b\. --features a leaves the column out/,
  )
  await assert.rejects(
    read('a,y\n1,1\n2,2\n3,3\n', { hasClasses: true }),
    /3 would be a third class .*; dltorch train linear predicts a number/,
  )
})
