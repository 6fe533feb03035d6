// The patterns of `match`: each is a truth that gives names their values as it finds out.
import { join } from './code.js'
import type { Code } from './code.js'
import { textLiteral } from './constants.js'
import * as names from './names.js'
import type { Pattern } from './tree.js'
import type { Writer } from './writer.js'

const capture = (w: Writer, name: string | undefined, value: string): Code =>
  name === undefined ? 'true' : ['(', names.assign(w, name, value), ', true)']

const all = (parts: readonly Code[]): Code => ['(', join(parts, ' && '), ')']

export function pattern(w: Writer, node: Pattern, value: string): Code {
  switch (node.nodeType) {
    case 'MatchValue':
      return w.call(node, 'eqTrue', value, w.expression(node.value))
    case 'MatchSingleton':
      return `${value} === ${String(node.value)}`
    case 'MatchAs':
      return node.pattern
        ? all([pattern(w, node.pattern as Pattern, value), capture(w, node.name, value)])
        : capture(w, node.name, value)
    case 'MatchOr':
      return [
        '(',
        join(
          node.patterns.map((one) => pattern(w, one as Pattern, value)),
          ' || ',
        ),
        ')',
      ]
    case 'MatchStar':
      return capture(w, node.name, value)
    case 'MatchSequence': {
      const parts = w.temporary()
      const { patterns } = node
      const star = patterns.findIndex((one) => one.nodeType === 'MatchStar')
      const counts = star < 0 ? `${patterns.length}, -1` : `${star}, ${patterns.length - star - 1}`
      const taken: Code = [`(${parts} = `, w.call(node, 'matchSequence', value, counts), ') !== null']
      return all([taken, ...patterns.map((one, i) => pattern(w, one as Pattern, `${parts}[${i}]`))])
    }
    case 'MatchMapping': {
      const parts = w.temporary()
      const keys: Code = [
        '[',
        join(
          node.keys.map((one) => w.expression(one)),
          ', ',
        ),
        ']',
      ]
      const wantsRest = String(node.rest !== undefined)
      const taken: Code = [`(${parts} = `, w.call(node, 'matchMapping', value, keys, wantsRest), ') !== null']
      const inner = node.patterns.map((one, i) => pattern(w, one as Pattern, `${parts}[${i}]`))
      const others = node.rest ? [capture(w, node.rest, `${parts}[${node.patterns.length}]`)] : []
      return all([taken, ...inner, ...others])
    }
    case 'MatchClass': {
      const parts = w.temporary()
      const keywords = `[${node.kwd_attrs.map(textLiteral).join(', ')}]`
      const count = String(node.patterns.length)
      const taken: Code = [
        `(${parts} = `,
        w.call(node, 'matchClass', value, w.expression(node.cls), count, keywords),
        ') !== null',
      ]
      const patterns = [...node.patterns, ...node.kwd_patterns]
      return all([taken, ...patterns.map((one, i) => pattern(w, one as Pattern, `${parts}[${i}]`))])
    }
  }
  throw new Error(`internal: no pattern ${(node as { nodeType: string }).nodeType}`)
}
