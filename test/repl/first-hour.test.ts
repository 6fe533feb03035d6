// What a learner types in the first hour, mistakes included, line by line in both languages, with what the prompt answers.
// `pytorch.txt` and its like have the lines of Python with the words of PyTorch 1.13, NumPy and CPython 3.11, which must be in the answers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { setWarnAlways, warningPrinter } from '../../src/base/warnings.js'
import { errorText } from '../../src/repl/cards/error.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { installGlobals } from '../../src/repl/globals.js'
import { show } from '../../src/repl/show.js'
import { speak } from '../../src/terminal/speech.js'
import { plainLook } from '../../src/terminal/look.js'

installGlobals()
speak('en')
// What was said in one language is said in the other.
setWarnAlways(true)

interface Turn {
  readonly entry: string
  readonly answer: string
}

const isEntry = (line: string): boolean => /^(?:>>>|\.\.\.) /.test(line)

/** The entries of a transcript with what stands below each. */
function turns(file: string): Turn[] {
  const text = readFileSync(new URL(`first-hour/${file}`, import.meta.url), 'utf8')
  return text.split(/^(?=>>> )/m).map((turn) => {
    const lines = turn.trimEnd().split('\n')
    return {
      entry: lines
        .filter(isEntry)
        .map((line) => line.slice(4))
        .join('\n'),
      answer: lines.filter((line) => !isEntry(line)).join('\n'),
    }
  })
}

/** Where an object lies differs from run to run. */
const withoutAddresses = (text: string): string => text.replace(/0x[0-9a-f]{6,}/g, '0x')

let written: string[] = []
const { print } = warningPrinter
warningPrinter.print = (category, message) => written.push(`${category}: ${message}\n`)
// Node says them too, later.
process.removeAllListeners('warning')
after(() => {
  warningPrinter.print = print
})

/** All that the prompt says of an entry. */
async function answerTo(session: Conversation, entry: string): Promise<string> {
  written = []
  // Bytes are the test runner's own.
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = ((text: string | Uint8Array) =>
    typeof text === 'string' ? written.push(text) > 0 : write(text)) as typeof write
  const outcome = await session.evaluate(entry)
  process.stdout.write = write
  assert.ok(outcome.kind === 'value' || outcome.kind === 'error', entry)
  const shown = outcome.kind === 'value' ? show(outcome.value) : errorText(outcome, entry, plainLook)
  return [...written, shown].join('').trimEnd()
}

/**
 * The first hour, what comes up in it beside the tutorial (NumPy, indices, names, signs, printing, data, models), and three
 * walks more: numbers in tensors, a table and a regression on it, networks.
 */
const parts = ['', '-more', '-numbers', '-tables', '-networks']

for (const part of parts)
  for (const language of part.length > '-more'.length ? ['python'] : ['python', 'typescript'])
    test(`the first hour in ${language}${part}`, async () => {
      const session = new Conversation({ look: () => plainLook })
      for (const { entry, answer } of turns(`${language}${part}.txt`))
        assert.equal(withoutAddresses(await answerTo(session, entry)), withoutAddresses(answer), entry)
    })

/** Where the answer is another, and why. */
const decided: Readonly<Record<string, string>> = {
  "t2 = torch.tensor(grid, device='cuda')": 'there is such a device',
  'torch.ones(2).cuda()': 'there is such a device',
  "torch.ones(2).to('gpuu')": 'the devices are others',
  'tensor([1, 2])': 'an error of TypeScript, which the entry is read as',
  'r.shape()': 'as above',
  undefined_name: 'as above',
  'Print(x)': 'as above',
  'x = true': 'a word of TypeScript',
  '  x = 1': 'TypeScript does not mind',
  "torch.ones(2, 2, dtype='float32')": 'what is wrong is said, not all that would be right',
  'torch.ones(2，3)': 'the sign itself is named',
  'np.array([1, 2]) + torch.tensor([1, 2])': 'refused only by some builds of NumPy',
  'tensor(0)': 'an error of TypeScript, with the words of PyTorch below it',
  'troch.ones(2)': 'as above',
  '2x = 3': 'the place is marked in another manner',
  'a = 3，': 'the sign itself is named',
  'if a == 3：': 'as above',
}

for (const part of parts)
  test(`the answers have the words of PyTorch${part}`, () => {
    const ours = turns(`python${part}.txt`)
    const pytorchs = turns(`pytorch${part}.txt`)
    assert.deepEqual(
      ours.map(({ entry }) => entry),
      pytorchs.map(({ entry }) => entry),
    )
    for (const [i, { entry, answer }] of pytorchs.entries()) {
      if (Object.hasOwn(decided, entry)) continue
      const said = withoutAddresses(ours[i].answer)
      for (const line of withoutAddresses(answer).split('\n'))
        assert.ok(said.includes(line), `${entry}: ${line}`)
    }
  })
