// Turns differences into text: one line an op, failures grouped by what went wrong.
import type { Difference } from './compare.js'
import { describeCall, describeInputs } from './describe.js'
import type { Case } from './encoding.js'

export interface Failure {
  case: Case
  difference: Difference
}

/** Failures that most likely have one cause: same kind, same place, same message up to its numbers. */
export function group(failures: Failure[]): Failure[][] {
  const groups = new Map<string, Failure[]>()
  for (const failure of failures) {
    const { kind, where, text } = failure.difference
    const message = ['throws', 'missing', 'error', 'dtype'].includes(kind) ? text.replace(/\d+/g, '#') : ''
    const key = `${kind} ${where.replace(/\d+/g, '#')} ${message}`
    groups.set(key, [...(groups.get(key) ?? []), failure])
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)
}

export interface ReportOptions {
  verbose?: boolean
  maxFailures?: number
}

export function describeFailures(
  failures: Failure[],
  { verbose = false, maxFailures = 5 }: ReportOptions = {},
): string {
  const groups = group(failures)
  const shown = verbose ? groups : groups.slice(0, maxFailures)
  const lines = shown.flatMap((same) => {
    const [first, ...others] = same as [Failure, ...Failure[]]
    const { kind, where, text } = first.difference
    const listed = verbose ? others : others.slice(0, 4)
    const left = others.length - listed.length
    return [
      `  ${same.length > 1 ? `${same.length}× ` : ''}${kind}, ${where}: ${text.replaceAll('\n', '\n    ')}`,
      `    ${first.case.id}   ${describeCall(first.case)}`,
      ...(verbose ? describeInputs(first.case.args, first.case.kwargs).map((line) => `      ${line}`) : []),
      ...(verbose
        ? listed.map(
            (f) => `    ${f.case.id}   ${describeCall(f.case)}   ${f.difference.text.split('\n')[0]}`,
          )
        : listed.length
          ? [`    also ${listed.map((f) => f.case.id).join('  ')}${left ? `  and ${left} more` : ''}`]
          : []),
    ]
  })
  const hidden = groups.length - shown.length
  return [...lines, ...(hidden > 0 ? [`  … ${hidden} more kinds of failure (--verbose)`] : [])].join('\n')
}
