// What a cell of a table says, in the notation of whoever wrote it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellComplaint, numberIn } from '../../src/train/table-cells.js'

const numbers: [cell: string, decimal: '.' | ',' | undefined, value: number][] = [
  ['1.5', undefined, 1.5],
  [' -2e3 ', undefined, -2000],
  ['1,234,567', undefined, 1234567],
  ['1,234.5', undefined, 1234.5],
  ['1 234 567', undefined, 1234567],
  ['12%', undefined, 0.12],
  ['12.5 %', undefined, 0.125],
  ['1,234', '.', 1234],
  ['1,234', ',', 1.234],
  ['3,5', ',', 3.5],
  ['1.234,5', ',', 1234.5],
  ['1.234', ',', 1234],
  ['7', ',', 7],
  ['-0,5%', ',', -0.005],
  // Which number it is nobody can say.
  ['1,234', undefined, NaN],
  ['3,5', undefined, NaN],
  ['1.5', ',', NaN],
  ['12,34,5', undefined, NaN],
  ['0x1f', undefined, NaN],
  ['', ',', NaN],
  ['%', undefined, NaN],
]
for (const [cell, decimal, value] of numbers)
  test(`${JSON.stringify(cell)}${decimal ? ` with ${decimal}` : ''}`, () =>
    assert.equal(numberIn(cell, decimal), value))

test('what is no number is told with what would help', () => {
  assert.equal(cellComplaint('3,5'), '"3,5" has a comma for a point: --decimal , reads it')
  assert.equal(cellComplaint('1,234'), '"1,234" is 1234 or 1.234: --decimal . or --decimal , says which')
  assert.equal(cellComplaint('1.5', ','), '"1.5" has a point where --decimal , expects a comma')
  for (const date of ['2024-01-31', '31.1.2024', '1/31/24 10:00', '2024年1月31日'])
    assert.equal(cellComplaint(date), `"${date}" is a date, and no number`)
  assert.equal(cellComplaint('red'), '"red" is no number')
})
