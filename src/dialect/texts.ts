// Texts with values in them as Python writes them: f-strings, `'{}'.format(x)` and `'%.2f' % x`.
import { emitArguments, emitValue } from './calls.js'
import { text } from './code.js'
import type { Code } from './code.js'
import { ANYTHING, isOnly, STRING } from './kind.js'
import type { Rewriter } from './rewriter.js'
import { unwrapped } from './syntax.js'
import type { FStringPart, Node } from './syntax.js'

/** `f'loss {loss:.3f}'` is `__text__('loss ', __field__(loss, '', '.3f'))`. */
export const fString = (w: Rewriter, node: Node): Code =>
  emitParts(w, node.parts as FStringPart[], node.start)

function emitParts(w: Rewriter, parts: readonly FStringPart[], at: number): Code {
  const pieces = parts.map((part): Code => {
    if (typeof part === 'string') return text(JSON.stringify(part), at)
    const { expression, conversion, spec } = part
    return [
      text('__field__(', expression.start),
      emitValue(w, expression, 'ours'),
      text(`, '${conversion}', `, expression.end),
      spec.length === 0 ? text("''", expression.end) : emitParts(w, spec, expression.end),
      text(')', expression.end),
    ]
  })
  return [text('__text__(', at), pieces.flatMap((piece) => [piece, text(', ', at)]), text(')', at)]
}

/** Whether a call is `'…'.format(…)`, or may be: JavaScript's texts have no such method. */
export function isFormatCall(w: Rewriter, { callee }: Node): boolean {
  const { type, computed, optional, object, property } = callee as Node
  if (type !== 'MemberExpression' || computed || optional || property.name !== 'format') return false
  const kind = w.kinds.of(object as Node)
  const isName = object.type === 'Identifier' && !w.kinds.isGlobal(object as Node)
  return isOnly(kind, STRING) || (isName && (kind & (STRING | ANYTHING)) !== 0)
}

/** A text is made a thing that has the method, so that its arguments are those of any call of ours. */
export function formatCall(w: Rewriter, node: Node): Code {
  const callee = node.callee as Node
  const template = callee.object as Node
  return [
    text('__template__(', template.start),
    w.emit(template),
    text(')', template.end),
    w.source.copy(template.end, callee.end),
    emitArguments(w, node, 'ours', 'yes'),
  ]
}

export function percent(w: Rewriter, node: Node): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const inner = unwrapped(right)
  const isTuple = inner.type === 'SequenceExpression' || inner.type === 'DialectTuple'
  return [
    text('__percent__(', left.start),
    w.emit(left),
    text(', ', right.start),
    w.breaks(left.end, right.start),
    isTuple
      ? [
          text('[', right.start),
          w.between(inner.start, inner.end, (inner.expressions ?? inner.items) as Node[], (item) =>
            emitValue(w, item, 'ours'),
          ),
          text(']', right.end),
        ]
      : [text('[', right.start), emitValue(w, right, 'ours'), text(']', right.end)],
    text(')', node.end),
  ]
}
