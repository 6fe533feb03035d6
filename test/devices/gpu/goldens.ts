// The goldens of the table on the gpu: every case in float32, int64 and bool, forward and gradient.
import { fail, match } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { type Encoded, type EncodedTensor, isObject, isTensor, type Case } from '../../goldens/encoding.js'
import { coreOps, readOp } from '../../goldens/files.js'
import { describeFailures, type Failure } from '../../goldens/report.js'
import { runCase } from '../../goldens/run-case.js'

/** The ops that run there, one a line. Others may refuse, in the words for it. */
const onDevice = new Set(
  readFileSync(new URL('on-device.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n'),
)

/** Every tensor that a case gives, asks for or compares. */
function tensorsOf(v: unknown): EncodedTensor[] {
  if (Array.isArray(v)) return v.flatMap(tensorsOf)
  if (!isObject(v as Encoded)) return []
  if (isTensor(v as Encoded)) return [v as EncodedTensor]
  return Object.values(v as object).flatMap(tensorsOf)
}

/** Dtypes that a float32 can stand for, in all that a case touches. */
function isOnDevice(c: Case): boolean {
  if (
    /"\$dtype":"(float64|float16|bfloat16|complex\w+|u?int(8|16|32))"/.test(
      JSON.stringify([c.args, c.kwargs]),
    )
  )
    return false
  const dtypes = new Set(tensorsOf([c.args, c.kwargs, c.out, c.mutated]).map((t) => t.$t))
  return [...dtypes].every((dtype) => ['float32', 'int64', 'bool'].includes(dtype))
}

/** Whether an integer is beyond what a float32 holds exactly: then the gpu has to refuse. */
const isBeyond = (t: EncodedTensor): boolean =>
  t.$t === 'int64' && (t.data ?? []).some((x) => Math.abs(Number(x)) > 2 ** 24)
/** Whether a number is so small that graphics hardware takes it for zero. */
const isSubnormal = (t: EncodedTensor): boolean =>
  t.$t === 'float32' && (t.data ?? []).some((x) => Number(x) !== 0 && Math.abs(Number(x)) < 2 ** -126)

/**
 * Cases whose result is a thousandth of what it is summed from: what is left of float32's digits is noise, and how much
 * of it shows depends on the order of the sum.
 */
const cancelling: Record<string, number> = { 'pow/float32/3': 1e-3 }

/**
 * A case that records noise: at -3e9 PyTorch's slope, 0 where it should be 3e9, is the exponential of what is left of
 * two numbers of 4.5e18, and the last bit of one of them decides.
 */
const noise = new Set(['special.log_ndtr/float32/3'])

/** Cases with equal elements: which of them PyTorch finds follows from its steps; here it is always the first. */
const ties = new Set(['topk/int64/0', 'topk/int64/1'])

export function goldens(backend: string): void {
  const refused = new Set<string>()
  for (const op of coreOps()) {
    const cases = readOp(op).cases.filter(
      (c) =>
        !c.error &&
        !noise.has(c.id) &&
        !ties.has(c.id) &&
        isOnDevice(c) &&
        !(backend === 'headlessgl' && tensorsOf([c.args, c.out]).some(isSubnormal)),
    )
    if (cases.length === 0) continue
    test(`${backend}: ${op}`, () => {
      const failures: Failure[] = []
      for (const c of cases) {
        const difference = runCase(torch, c, { float32: cancelling[c.id] ?? 1e-4 })
        if (difference === null) continue
        const isRefusal =
          /Could not run 'aten::\w+'/.test(difference.text) ||
          // Numbers that fit on both sides, complex or wide ones in between.
          /GPU framework doesn't support (?:complex|float64)|on the gpu cannot be seen as another dtype/.test(
            difference.text,
          )
        if (isRefusal && !onDevice.has(op)) refused.add(op)
        // What is masked out of integers stands as the largest or the smallest of them.
        else if (tensorsOf([c.args, c.out]).some(isBeyond) || op.startsWith('masked.'))
          match(difference.text, /exact up to 2\^24/)
        else failures.push({ case: c, difference })
      }
      if (failures.length > 0)
        fail(`${op}: ${failures.length} of ${cases.length}\n${describeFailures(failures)}`)
    })
  }
  test('what has no kernel said so', (t) => {
    t.diagnostic(`not there: ${[...refused].join(', ')}`)
  })
}
