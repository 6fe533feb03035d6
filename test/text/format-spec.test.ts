// Values, format specs and the text that Python 3.11 made of them.
import { equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { type Formattable, formatSpec } from '../../src/text/format-spec.js'
import { Complex, Float } from '../../src/base/scalar.js'

const cases: [Formattable, string, string][] = [
  [3.14159, '.2f', '3.14'],
  [0.125, '.2f', '0.12'],
  [2.5, '.0f', '2'],
  [1e22, '.1f', '10000000000000000000000.0'],
  [0.1, '.20f', '0.10000000000000000555'],
  [-0.001, '.1f', '-0.0'],
  [-0.001, 'z.1f', '0.0'],
  [1234567.891, ',.2f', '1,234,567.89'],
  [0.256, '.1%', '25.6%'],
  [0.5, '%', '50.000000%'],
  [12345.678, 'e', '1.234568e+04'],
  [0.00012, '.2e', '1.20e-04'],
  [new Float(25000), '.0e', '2e+04'],
  [1e-5, 'g', '1e-05'],
  [new Float(123456789), 'g', '1.23457e+08'],
  [0.0001, 'g', '0.0001'],
  [1e-300, '.3E', '1.000E-300'],
  [new Float(100), '.3g', '100'],
  [new Float(100), '.3', '1e+02'],
  [new Float(100), '#.3g', '100.'],
  [3.14159, '.3', '3.14'],
  [new Float(2), '', '2.0'],
  [new Float(2), '>8', '     2.0'],
  [3.14159, '08.3f', '0003.142'],
  [-3.14159, '08.3f', '-003.142'],
  [3.14159, '+.1f', '+3.1'],
  [3.14159, '*^12.2f', '****3.14****'],
  [3.14159, '<8.1f', '3.1     '],
  [Infinity, '08.2f', '00000inf'],
  [NaN, 'F', 'NAN'],
  [NaN, '+.1f', '+nan'],
  [new Float(10000000000000000), '', '1e+16'],
  [42, '', '42'],
  [42, 'd', '42'],
  [42, '5d', '   42'],
  [42, '<5d', '42   '],
  [42, '05d', '00042'],
  [-42, '05d', '-0042'],
  [42, '+d', '+42'],
  [42, ' d', ' 42'],
  [255, 'x', 'ff'],
  [255, '#X', '0XFF'],
  [255, '#010x', '0x000000ff'],
  [5, 'b', '101'],
  [8, 'o', '10'],
  [97, 'c', 'a'],
  [1234567, ',', '1,234,567'],
  [1234567, '_', '1_234_567'],
  [1234, '010,', '00,001,234'],
  [65535, '_b', '1111_1111_1111_1111'],
  [7, '.2f', '7.00'],
  [7, '.0%', '700%'],
  [100000000000000000000n, ',d', '100,000,000,000,000,000,000'],
  [true, 'd', '1'],
  [true, '5', '    1'],
  ['ab', '5', 'ab   '],
  ['ab', '>5', '   ab'],
  ['ab', '^5', ' ab  '],
  ['abc', '.2', 'ab'],
  ['ab', '*<4s', 'ab**'],
  [new Complex(1, -2), '.2f', '1.00-2.00j'],
  [new Complex(1, -2), '', '(1-2j)'],
  [new Complex(0, 2), '.1f', '0.0+2.0j'],
  [new Complex(1.5, 0.25), '>14', '   (1.5+0.25j)'],
]

for (const [value, spec, text] of cases)
  test(`${String(value)} as '${spec}'`, () => equal(formatSpec(value, spec), text))

const refused: [Formattable, string, string][] = [
  [1.5, 'd', "Unknown format code 'd' for object of type 'float'"],
  [1, '.2d', 'Precision not allowed in integer format specifier'],
  ['a', 'd', "Unknown format code 'd' for object of type 'str'"],
  ['a', '+', 'Sign not allowed in string format specifier'],
  [1, ',x', "Cannot specify ',' with 'x'."],
  [1.5, 'yy', "Invalid format specifier 'yy' for object of type 'float'"],
  [true, 's', "Unknown format code 's' for object of type 'bool'"],
]

for (const [value, spec, message] of refused)
  test(`${String(value)} not as '${spec}'`, () =>
    throws(() => formatSpec(value, spec), { name: 'ValueError', message }))
