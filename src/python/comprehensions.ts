// Comprehensions: functions of their own that are called at once, and generators.
import { at, join, within } from './code.js'
import type { Code } from './code.js'
import { awaitedLoopOver, beforeLoop, loopOver } from './loops.js'
import type { Comprehension, ComprehensionNode, ExprNode } from './tree.js'
import { said } from './scope.js'
import type { Writer } from './writer.js'

/** One `for` and what stands behind it. */
function loop(
  w: Writer,
  generators: readonly Comprehension[],
  first: Code | null,
  innermost: () => Code,
): Code {
  const [{ target, iter, ifs, is_async }, ...others] = generators
  const over = is_async ? awaitedLoopOver : loopOver
  const body = (value: string): Code => {
    const store = w.store(target, value)
    const tests = ifs.map((test): Code => ['if (!(', w.condition(test), ')) continue;\n'])
    return [store, ';\n', tests, others.length > 0 ? loop(w, others, null, innermost) : innermost()]
  }
  if (first !== null) return [first, body('$item'), '}\n']
  const inner = over(w, target, iter)
  return [beforeLoop(inner), inner.head, body(inner.item), '}\n']
}

/**
 * What is gone through first is evaluated around the comprehension, and handed in: the bounds of a loop that counts, the
 * iterator of any other. What goes wrong there went wrong in the function around.
 */
export function comprehension(w: Writer, node: ComprehensionNode): Code {
  const scope = w.scopes.of(node)
  const isGenerator = node.nodeType === 'GeneratorExp'
  const { target, iter, is_async } = node.generators[0]
  const outer = (is_async ? awaitedLoopOver : loopOver)(w, target, iter, node)
  const result = w.name('r')
  return w.inFrame(scope, { namespace: null }, () => {
    const value = (part: ExprNode): Code => w.expression(part)
    const innermost = (): Code => {
      switch (node.nodeType) {
        case 'ListComp':
          return [w.call(null, 'pushed', result, value(node.elt)), ';\n']
        case 'SetComp':
          return [w.call(node.elt, 'addTo', result, value(node.elt)), ';\n']
        case 'DictComp':
          return [w.call(node, 'setitem', result, value(node.key), value(node.value)), ';\n']
        case 'GeneratorExp':
          return ['yield ', scope.isAsync ? w.call(null, 'item', value(node.elt)) : value(node.elt), ';\n']
      }
    }
    const head: Code = [outer.head, `const $item = ${outer.item};\n`]
    const body = within(said[node.nodeType], loop(w, node.generators, head, innermost))
    const names = [...scope.own].map((name) => w.localName(name, scope))
    const declared = w.declarations(names)
    const taken = outer.names.join(', ')
    const given = join(outer.values, ', ')
    if (isGenerator)
      return w.call(
        null,
        scope.isAsync ? 'asyncGenerator' : 'generator',
        [`(function* (${taken}) {\n`, declared, body, '})(', given, ')'],
        '"<genexpr>"',
      )
    // What awaits does so for the function around it, and is a generator as that is.
    const [open, close] = scope.isAsync
      ? [`(yield* (function* (${taken}) {\n`, '))']
      : [`((${taken}) => {\n`, ')']
    const empty = { ListComp: '[]', SetComp: w.call(null, 'set', '[]'), DictComp: w.call(null, 'dict', '[]') }
    return at(node, [
      open,
      `const ${result} = `,
      empty[node.nodeType],
      // In a block of its own: `[x for x in x]`.
      ';\n{\n',
      declared,
      body,
      `}\nreturn ${result} })(`,
      given,
      close,
    ])
  })
}
