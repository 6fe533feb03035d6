// Comprehensions: functions of their own that are called at once, and generators.
import { at, within } from './code.js'
import type { Code } from './code.js'
import { awaitedLoopOver, loopOver } from './loops.js'
import { childrenOf, isFunctionNode } from './tree.js'
import type { Comprehension, ComprehensionNode, ExprNode, Node } from './tree.js'
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
  const around = first ?? ''
  const over = is_async ? awaitedLoopOver : loopOver
  const { before, head, item } = first === null ? over(w, iter) : { before: '', head: '', item: '' }
  const body = (value: string): Code => {
    const store = w.store(target, value)
    const tests = ifs.map((test): Code => ['if (!(', w.condition(test), ')) continue;\n'])
    return [store, ';\n', tests, others.length > 0 ? loop(w, others, null, innermost) : innermost()]
  }
  return first === null ? [before, head, body(item), '}\n'] : [around, body('$item'), '}\n']
}

/** Whether the function that a node stands in stops at it. */
const suspends = (node: Node): boolean =>
  node.nodeType === 'Await' ||
  node.nodeType === 'Yield' ||
  node.nodeType === 'YieldFrom' ||
  (!isFunctionNode(node) && childrenOf(node).some(suspends))

/**
 * What is gone through first is evaluated around the comprehension, and handed in. A loop that counts has its bounds there;
 * any other its iterator.
 */
export function comprehension(w: Writer, node: ComprehensionNode): Code {
  const scope = w.scopes.of(node)
  const isGenerator = node.nodeType === 'GeneratorExp'
  const { iter, is_async } = node.generators[0]
  const outer = (is_async ? awaitedLoopOver : loopOver)(w, iter, node)
  const result = w.name('r')
  return w.inFrame(scope, { namespace: null }, () => {
    const value = (part: ExprNode): Code => w.expression(part)
    const innermost = (): Code => {
      switch (node.nodeType) {
        case 'ListComp':
          return [`${result}.push(`, value(node.elt), ');\n']
        case 'SetComp':
          return [w.call(node.elt, 'addTo', result, value(node.elt)), ';\n']
        case 'DictComp':
          return [w.call(node.key, 'setitem', result, value(node.key), value(node.value)), ';\n']
        case 'GeneratorExp':
          return ['yield ', scope.isAsync ? w.call(null, 'item', value(node.elt)) : value(node.elt), ';\n']
      }
    }
    const head: Code = [outer.head, `const $item = ${outer.item};\n`]
    const body = within(said[node.nodeType], loop(w, node.generators, head, innermost))
    const names = [...scope.own].map((name) => w.localName(name, scope))
    const declared = w.declarations(names)
    // What awaits, or hands out items, does so for the function around it, and is a generator as that is.
    const isWithin = isGenerator ? suspends(iter) : scope.isAsync || suspends(iter)
    const [open, close] = isWithin ? ['(yield* (function* () {\n', ' })())'] : ['(() => {\n', ' })()']
    if (isGenerator)
      return w.call(
        null,
        scope.isAsync ? 'asyncGenerator' : 'generator',
        [open, outer.before, 'return (function* () {\n', declared, body, '})()', close],
        '"<genexpr>"',
      )
    const empty = { ListComp: '[]', SetComp: w.call(null, 'set', '[]'), DictComp: w.call(null, 'dict', '[]') }
    return at(node, [
      open,
      outer.before,
      `const ${result} = `,
      empty[node.nodeType],
      // In a block of its own: `[x for x in x]`.
      ';\n{\n',
      declared,
      body,
      `}\nreturn ${result}${close}`,
    ])
  })
}
