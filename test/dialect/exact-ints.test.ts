// Ints beyond what a number holds exactly: as PyTorch and Python print them, and beside numbers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typist } from '../repl/commands/typed.js'

const lines: [line: string, shown: string][] = [
  ['torch.prod(torch.arange(1, 21)).item()', '2432902008176640000'],
  ['torch.prod(torch.arange(1, 21)).item() + 1', '2432902008176640001'],
  ['torch.iinfo(torch.int64).max', '9223372036854775807'],
  ['torch.iinfo(torch.int64).max - 1', '9223372036854775806'],
  ['1 + torch.iinfo(torch.int64).min', '-9223372036854775807'],
  ['torch.iinfo(torch.int64).max // 2', '4611686018427387903'],
  ['torch.iinfo(torch.int64).min // 10 ** 3', '-9223372036854776'],
  ['torch.iinfo(torch.int64).max % 10', '7'],
  ['torch.iinfo(torch.int64).min % 10', '2'],
  ['torch.iinfo(torch.int64).max / 2', '4.611686018427388e+18'],
  ['torch.iinfo(torch.int64).max - torch.iinfo(torch.int64).max', '0'],
  ['torch.iinfo(torch.int64).max * 0.5', '4.611686018427388e+18'],
  ['torch.iinfo(torch.int64).max > 5', 'True'],
  ['torch.iinfo(torch.int64).max == 9223372036854775807n', 'True'],
  ['[torch.iinfo(torch.int64).max]', '[9223372036854775807]'],
  ['torch.tensor(2 ** 53 + 2).item() // 2', '4503599627370497'],
  ['torch.tensor(9007199254740993n).item()', '9007199254740993'],
  ['torch.tensor(9007199254740993n).item() & 3', '1'],
  ['torch.tensor(123456789123456789)', 'tensor(123456789123456789)'],
  ['torch.tensor([123456789123456789, 2])[0].item()', '123456789123456789'],
  ['123456789123456789', '123456789123456789'],
  ['-123456789123456789', '-123456789123456789'],
  ['123456789123456789 + 1', '123456789123456790'],
  ['123456789123456789 / 2', '6.172839456172839e+16'],
  ['0xffffffffffffffff', '18446744073709551615'],
  ['-+(2n ** 70n)', '-1180591620717411303424'],
  ['+torch.iinfo(torch.int64).max', '9223372036854775807'],
  ['[2n].map((b) => -+b)[0]', '-2'],
  ['+-torch.iinfo(torch.int64).max // 2', '-4611686018427387904'],
  ['torch.tensor(9223372036854775806) + 1', 'tensor(9223372036854775807)'],
  ['9007199254740993 % 10', '3'],
  ['9007199254740993 * 2.', '1.8014398509481984e+16'],
  ['torch.tensor([1]) << 40', 'tensor([1099511627776])'],
  [
    'torch.ones(2, dtype=torch.int64) + torch.iinfo(torch.int64).max',
    'tensor([-9223372036854775808, -9223372036854775808])',
  ],
]

test('exact ints at the prompt', async () => {
  const type = typist()
  for (const [line, shown] of lines) assert.equal(await type(line), shown, line)
})

test('the same inside a function', async () => {
  const type = typist()
  for (const [line, shown] of lines)
    assert.equal(await type(`function run() { return ${line} }\nrun()`), shown, line)
})

test('bigints of TypeScript keep their meaning', async () => {
  const type = typist()
  assert.equal(await type('7n / 2n'), '3')
  assert.equal(await type('-7n % 3n'), '-1')
  assert.equal(await type('typeof (5n + 1n)'), "'bigint'")
})

test('what is no operand is refused in words', async () => {
  const type = typist()
  for (const [line, words] of [
    ['-nn', "bad operand type for unary -: 'module'"],
    ['nn / nn', "unsupported operand type(s) for /: 'module' and 'module'"],
    ['1 < nn', "'<' not supported between instances of 'int' and 'module'"],
    ['list(map(5, [1]))', "'int' object is not callable"],
    ['list(filter(5, [1]))', "'int' object is not callable"],
  ])
    assert.ok((await type(line)).includes(words), line)
})
