// The developer's view of the goldens: `npx tsx test/goldens/cli.ts --help`.
import { Command } from 'commander'
import type { OpFile, Torch } from './encoding.js'
import { coreOps, hasOp, readNames, readOp, readOpsFrom, readPrint, readRng } from './files.js'
import { runPrint } from './print.js'
import { describeFailures, type Failure } from './report.js'
import { runRng } from './rng.js'
import { runCase } from './run-case.js'
import { missingNames, otherwise } from './scope.js'

interface Flags {
  dtype?: string[]
  id?: string
  familyFile?: string
  dir?: string
  verbose?: boolean
  summary?: boolean
  strict?: boolean
  maxFailures: string
  rng?: string | true
  print?: string | true
}

const program = new Command('goldens')
  .description('Hold the engine against what PyTorch answered. Without names, every core op.')
  .argument('[op...]', 'op names as in test/goldens/ops, or their beginnings followed by *')
  .option('-d, --dtype <dtype...>', 'only cases of these dtypes (none: cases without a tensor)')
  .option('-i, --id <text>', 'only cases whose id contains this')
  .option('-f, --family-file <file>', 'op names, one a line')
  .option('--dir <folder>', 'op files of another folder')
  .option('-v, --verbose', 'every failure, with its inputs ready to paste')
  .option('-s, --summary', 'one line an op, and only the failing ones')
  .option('-m, --max-failures <n>', 'kinds of failure shown an op', '5')
  .option('--strict', 'also strides and the wording of errors')
  .option('--rng [text]', 'rng.json instead (entries whose id contains text)')
  .option('--print [text]', 'print.json instead (entries whose id contains text)')
  .parse()
const flags = program.opts<Flags>()
if (flags.dir) readOpsFrom(flags.dir)

const torch = (await import('../../src/index.js')).default
const failed =
  flags.rng || flags.print
    ? (flags.rng ? rng(torch, flags.rng) : 0) + (flags.print ? print(torch, flags.print) : 0)
    : ops(torch, program.args)
process.exitCode = failed > 0 ? 1 : 0

function ops(torch: Torch, patterns: string[]): number {
  const started = performance.now()
  const total = { cases: 0, failed: 0, ops: 0, green: 0 }
  for (const op of chosenOps(patterns)) {
    if (!hasOp(op)) continue
    const { cases, failures } = runOp(torch, readOp(op))
    if (cases === 0) continue
    total.cases += cases
    total.failed += failures.length
    total.ops += 1
    total.green += failures.length === 0 ? 1 : 0
    const line = `${failures.length ? '✖' : '✔'} ${op} ${cases - failures.length}/${cases}`
    if (!flags.summary || failures.length) console.log(line)
    if (!flags.summary && failures.length) {
      console.log(
        describeFailures(failures, { verbose: flags.verbose, maxFailures: Number(flags.maxFailures) }),
      )
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const passed = total.cases - total.failed
  const share = total.cases ? ` (${Math.floor((1000 * passed) / total.cases) / 10} %)` : ''
  console.log(`\n${passed}/${total.cases} cases${share}, ${total.green}/${total.ops} ops green, ${seconds} s`)
  return total.failed
}

function runOp(torch: Torch, file: OpFile): { cases: number; failures: Failure[] } {
  const cases = file.cases.filter(
    (c) =>
      (!flags.dtype || flags.dtype.includes(c.dtype ?? 'none')) && (!flags.id || c.id.includes(flags.id)),
  )
  const failures = cases.flatMap((c) => {
    const difference = runCase(torch, c, { strict: flags.strict })
    return difference ? [{ case: c, difference }] : []
  })
  return { cases: cases.length, failures }
}

function chosenOps(patterns: string[]): string[] {
  const wanted = [...patterns, ...(flags.familyFile ? readNames(flags.familyFile) : [])]
  if (wanted.length === 0) return coreOps()
  return wanted.flatMap((name) => {
    if (name.endsWith('*')) return coreOps().filter((op) => op.startsWith(name.slice(0, -1)))
    // `relu` finds nn.functional.relu.
    const op = [name, `nn.functional.${name}`, `Tensor.${name}`].find(hasOp)
    if (!op) console.log(`? ${name}: no such golden`)
    return op ? [op] : []
  })
}

function rng(torch: Torch, filter: string | true): number {
  const entries = readRng().filter((e) => filter === true || e.id.includes(filter))
  let [green, checked, skipped, failedSteps] = [0, 0, 0, 0]
  const missing = new Set<string>()
  for (const entry of entries) {
    const result = runRng(torch, entry)
    checked += result.checked
    skipped += result.skipped
    failedSteps += result.failures.length
    result.missing.forEach((name) => missing.add(name))
    if (result.failures.length === 0) green++
    else {
      const shown = flags.verbose ? result.failures : result.failures.slice(0, flags.summary ? 0 : 2)
      console.log(`✖ ${entry.id}: ${result.failures.length} of ${entry.steps.length} steps`)
      for (const failure of shown) console.log(`  ${failure}`)
    }
  }
  console.log(
    `\nrng: ${green}/${entries.length} entries green, ${checked} results checked, ${failedSteps} steps failed`,
  )
  if (skipped) console.log(`out of scope: ${skipped} results, for ${[...missing].sort().join(' ')}`)
  return failedSteps
}

function print(torch: Torch, filter: string | true): number {
  const entries = readPrint().filter((e) => filter === true || e.id.includes(filter))
  const missing = new Set<string>()
  let [green, failedEntries, skipped] = [0, 0, 0]
  const shownFor = new Map<string, number>()
  for (const entry of entries) {
    const names = missingNames(entry.expr)
    if (names.length > 0) {
      names.forEach((name) => missing.add(name))
      skipped++
      continue
    }
    const difference = runPrint(torch, entry)
    if (!difference) green++
    else {
      failedEntries++
      // Two of a family tell as much as twenty.
      const family = entry.id.split('/')[0]!
      const seen = (shownFor.get(family) ?? 0) + 1
      shownFor.set(family, seen)
      if (flags.summary || (!flags.verbose && seen > 2)) console.log(`✖ ${entry.id}`)
      else console.log(`✖ ${entry.id}\n    ${difference.replaceAll('\n', '\n    ')}`)
    }
  }
  console.log(`\nprint: ${green}/${green + failedEntries} entries green`)
  for (const entry of entries)
    if (otherwise[entry.id])
      console.log(`otherwise on purpose: ${entry.id}, for ${otherwise[entry.id]!.because}`)
  if (skipped) console.log(`out of scope: ${skipped} entries, for ${[...missing].sort().join(' ')}`)
  return failedEntries
}
