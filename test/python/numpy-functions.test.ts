// NumPy's functions in Python: what NumPy 1.24 gave for each call, on arrays of all layouts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

interface Recorded {
  /** What is there for every call. */
  readonly setup: string
  /** For what is set up besides, the calls and what they gave. */
  readonly groups: Readonly<Record<string, readonly (readonly [expression: string, given: string])[]>>
}
const { setup, groups } = JSON.parse(
  readFileSync(new URL('numpy-functions.json', import.meta.url), 'utf8'),
) as Recorded

test("NumPy's functions give NumPy's answers, of parts of arrays too", () => {
  const lines: string[] = []
  for (const [own, calls] of Object.entries(groups))
    for (const [expression] of calls)
      lines.push(`told(${JSON.stringify(own)}, ${JSON.stringify(expression)})`)
  const program = `import warnings, numpy as np
warnings.simplefilter('ignore')
def told(own, text):
    names = {'np': np}
    try:
        exec(${JSON.stringify(setup)} + ('; ' + own if own else ''), names)
        given = repr(eval(text, names))
    except Exception as error:
        given = f'{type(error).__name__}: {error}'
    print(given, end='##')
${lines.join('\n')}
`
  const ran = runProgram(program)
  assert.equal(ran.stderr, '')
  const printed = ran.stdout.split('##')
  let at = 0
  for (const [own, calls] of Object.entries(groups))
    for (const [expression, wanted] of calls)
      assert.equal(printed[at++], wanted, own === '' ? expression : `${own}; ${expression}`)
  assert.ok(at > 900)
})

test('an axis that there is not is an AxisError', () => {
  const ran = runProgram(`import numpy as np
for call in ('np.gradient(np.ones(3), axis=7)', 'np.moveaxis(np.ones(3), 3, 0)', 'np.add.reduce(np.ones(3), 5)', 'np.median(np.ones(3), axis=2)'):
    try:
        print(eval(call))
    except np.AxisError as error:
        print(type(error), error, isinstance(error, ValueError))
`)
  const said = (text: string): string => `<class 'numpy.AxisError'> ${text} of dimension 1 True\n`
  assert.equal(
    ran.stdout,
    said('axis 7 is out of bounds for array') +
      said('source: axis 3 is out of bounds for array') +
      said('axis 5 is out of bounds for array') +
      said('axis 2 is out of bounds for array'),
  )
})
