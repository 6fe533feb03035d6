// From Python to TypeScript, as `dltorch run` runs it.
import { parse } from 'py-ast'
import { parsePython } from '../../python/parse.js'
import { Scopes } from '../../python/scope.js'
import type { Module } from '../../python/tree.js'
import { type Comment, Page } from '../page.js'
import { Refusal } from '../refusal.js'
import { expressions } from './expressions.js'
import { Facts } from './facts.js'
import { statements } from './statements.js'
import { Variables } from './variables.js'
import { type Rules, Writer } from './writer.js'

const rules = { expressions, statements } as unknown as Rules

/** Comments of a Python text; the shebang is none. */
function commentsOf(text: string): Comment[] {
  const { comments = [] } = parse(text, { comments: true })
  return comments
    .filter(({ value, lineno }) => !(lineno === 1 && value.startsWith('#!')))
    .map(({ value, lineno, inline }) => ({
      text: value.replace(/^# ?/, ''),
      line: lineno,
      endLine: lineno,
      isBehind: inline === true,
    }))
}

export interface TypeScriptText {
  readonly lines: readonly string[]
  readonly imports: ReadonlyMap<string, string>
  readonly usesPython: boolean
}

/**
 * TypeScript for one text; throws a Refusal for what has no counterpart. `before` is what ran before it, of which names and
 * values are known and nothing is written.
 */
export function typeScriptText(own: string, before = ''): TypeScriptText {
  const text = before === '' ? own : `${before}\n${own}`
  const start = text.length - own.length
  const firstLine = text.slice(0, start).split('\n').length
  const parsed = parsePython(text)
  if (parsed.kind !== 'tree') {
    const { message, lineno } = parsed.complaint
    throw new Refusal(message, lineno - firstLine + 1, parsed.source.line(lineno))
  }
  const { program, source } = parsed
  const scopes = new Scopes(program as Module)
  const facts = new Facts(program, scopes, source)
  const variables = new Variables(scopes)
  const page = new Page({ step: '  ', sign: '//' }, source.text, commentsOf(source.text))
  const w = new Writer({ page, source, facts, scopes, variables, rules })
  variables.place(program.body, scopes.module, new Set())
  const isBefore = ({ lineno }: { lineno: number }): boolean => lineno < firstLine
  page.apart(() => {
    for (const statement of program.body.filter(isBefore)) w.statement(statement)
    page.upTo(firstLine)
  })
  w.imports.clear()
  w.usesPython = false
  for (const statement of program.body) if (!isBefore(statement)) w.statement(statement)
  page.upTo(source.lines.length + 1)
  return { lines: page.lines, imports: w.imports, usesPython: w.usesPython }
}

/** A whole file: what it says of itself, imports, and the program. */
export function typeScriptFile({ lines, imports, usesPython }: TypeScriptText): string {
  const named = [...imports]
    .filter(([, what]) => what !== 'default')
    .map(([name, what]) => (name === what ? name : `${what} as ${name}`))
  const main = [...imports].find(([, what]) => what === 'default')?.[0]
  const head = [
    ...(imports.size > 0
      ? [
          `import ${[...(main ? [main] : []), ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : [])].join(', ')} from 'dltorch'`,
        ]
      : []),
    ...(usesPython ? ["import py from 'dltorch/python'"] : []),
  ]
  let first = 0
  while (first < lines.length && lines[first].startsWith('//')) first++
  const top = lines.slice(0, first)
  const rest = lines.slice(first)
  while (rest[0] === '') rest.shift()
  while (rest.at(-1) === '') rest.pop()
  const gap = (a: readonly string[], b: readonly string[]): string[] =>
    a.length > 0 && b.length > 0 ? [''] : []
  return `${[...top, ...head, ...gap([...top, ...head], rest), ...rest].join('\n')}\n`
}
