// `try`: from Python's to JavaScript's.
import type { Code } from './code.js'
import * as names from './names.js'
import { childrenOf, type Handler, isFunctionNode, type Node, type Stmt } from './tree.js'
import type { Writer } from './writer.js'

interface Handlers {
  readonly code: Code
  readonly ends: ReturnType<Writer['branch']>[]
}

/** Functions that neither look at where an exception came from nor keep it. */
const harmless = new Set(
  (
    'abs bool dict float format frozenset id int isinstance len list max min next ord chr pow print range repr round ' +
    'set sorted str sum tuple type zip'
  ).split(' '),
)

/** Methods of texts and containers, of which nobody expects more than that either. */
const harmlessMethods = new Set(
  (
    'add append clear copy count discard endswith extend format get index insert items join keys lower pop popleft ' +
    'remove replace setdefault sort split startswith strip title update upper values write'
  ).split(' '),
)

/** Functions that may be given the exception itself. */
const toldAlone = new Set(['print', 'repr', 'str', 'type', 'isinstance'])

const isNamed = (node: Node, set: ReadonlySet<string>): boolean =>
  node.nodeType === 'Name' && set.has(node.id)

/** Whether a handler asks nothing of its exception but what it says, and hands it to nobody. See Note [Unasked]. */
function asksNothing({ body, name }: Handler): boolean {
  const isQuiet = (node: Node): boolean => {
    switch (node.nodeType) {
      case 'Raise':
      case 'Try':
      case 'TryStar':
      case 'ClassDef':
      case 'Import':
      case 'ImportFrom':
      case 'Yield':
      case 'YieldFrom':
      case 'Await':
      case 'With':
      case 'AsyncWith':
      case 'AsyncFor':
        return false
      case 'Name':
        return node.id !== name
      case 'FormattedValue':
        return isName(node.value) || isQuiet(node.value)
      case 'Attribute':
        return !node.attr.startsWith('__') && (isName(node.value) || isQuiet(node.value))
      case 'Call': {
        const { func, args, keywords } = node
        const isKnown =
          isNamed(func, harmless) || (func.nodeType === 'Attribute' && harmlessMethods.has(func.attr))
        const rest = isNamed(func, toldAlone) ? args.filter((arg) => !isName(arg)) : args
        return isKnown && [func, ...rest, ...keywords].every(isQuiet)
      }
      default:
        return !isFunctionNode(node) && childrenOf(node).every(isQuiet)
    }
  }
  const isName = (node: Node): boolean => node.nodeType === 'Name' && node.id === name
  return body.every(isQuiet)
}

/** Whether code stops half way, and other code goes on meanwhile. */
const pauses = (node: Node): boolean =>
  node.nodeType === 'Yield' ||
  node.nodeType === 'YieldFrom' ||
  node.nodeType === 'Await' ||
  node.nodeType === 'AsyncFor' ||
  node.nodeType === 'AsyncWith' ||
  (!isFunctionNode(node) && childrenOf(node).some(pauses))

/** What a `try` knows of the errors it has dealt with; null where its body does not run in one go. */
const unaskedSite = (w: Writer, node: Stmt<'Try'> | Stmt<'TryStar'>): string | null =>
  node.body.some(pauses) ? null : w.constant(`${w.surroundings.runtime}.site(${w.name('s').slice(2)})`)

/** The body of a `try`, while which those classes count that the `try` deals with unasked. */
function guarded(w: Writer, site: string, body: Code): Code {
  const unasked = w.constant(`${w.surroundings.runtime}.unasked`)
  const before = w.name('c')
  return [
    `const ${before} = ${unasked}.classes;\n${unasked}.classes = ${site}.classes;\ntry {\n`,
    body,
    `\n} finally {\n${unasked}.classes = ${before};\n}`,
  ]
}

function handlers(w: Writer, all: readonly Handler[], error: string, site: string | null): Handlers {
  const ends: ReturnType<Writer['branch']>[] = []
  const parts: Code[] = []
  let isOpen = true
  for (const handler of all) {
    const { type, name, body } = handler
    const outer = w.frame.handled
    const test = type ? w.call(handler, 'matches', error, w.expression(type)) : 'true'
    w.frame.handled = error
    const branch = w.branch(() => {
      const first: Code = name ? [names.assign(w, name, error), ';\n'] : ''
      const note: Code = site && asksNothing(handler) ? [w.call(null, 'dealtWith', site, error), ';\n'] : ''
      const code: Code = [note, first, w.block(body)]
      if (name) w.frame.assigned.delete(w.mangled(name))
      return code
    })
    w.frame.handled = outer
    ends.push(branch)
    const forget = name ? `\n} finally {\n${names.target(w, name)} = undefined;\n}` : ''
    parts.push(['if (', test, name ? ') {\ntry {\n' : ') {\n', branch.code, `${forget}\n} else `])
    if (!type) isOpen = false
  }
  parts.push(isOpen ? `throw ${error};` : '{}')
  return { code: parts, ends }
}

/** `except*`: each takes of the exceptions what is of its class; what none takes goes on, with what they raise. */
function groupHandlers(w: Writer, all: readonly Handler[], error: string): Handlers {
  const [rest, raised] = [w.name('e'), w.name('r')]
  const ends: ReturnType<Writer['branch']>[] = []
  const parts = all.map(({ type, name, body }): Code => {
    const [own, left, inner] = [w.name('e'), w.name('e'), w.name('e')]
    const outer = w.frame.handled
    const take = w.call(type!, 'taken', rest, w.expression(type!))
    w.frame.handled = own
    const branch = w.branch(() => {
      const first: Code = name ? [names.assign(w, name, own), ';\n'] : ''
      const code: Code = [first, w.block(body)]
      if (name) w.frame.assigned.delete(w.mangled(name))
      return code
    })
    w.frame.handled = outer
    ends.push({ ...branch, isDead: false })
    const forget = name ? ` finally {\n${names.target(w, name)} = undefined;\n}` : ''
    return [
      `{\nconst [${own}, ${left}] = `,
      take,
      `;\n${rest} = ${left};\nif (${own} !== null) try {\n`,
      branch.code,
      `\n} catch (${inner}) {\n${raised}.push(`,
      w.call(null, 'within', inner, own),
      `);\n}${forget}\n}\n`,
    ]
  })
  const last = w.name('e')
  const code: Code = [
    `let ${rest} = ${error};\nconst ${raised} = [];\n`,
    parts,
    `const ${last} = `,
    w.call(null, 'leftOver', error, rest, raised),
    `;\nif (${last} !== null) throw ${last};`,
  ]
  return { code, ends }
}

export function tryStatement(w: Writer, node: Stmt<'Try'> | Stmt<'TryStar'>): Code {
  const write = (): Code => {
    const error = w.name('e')
    const hasElse = node.orelse.length > 0
    const isOver = hasElse ? w.name('ok') : ''
    let orelse: Code = ''
    const site = unaskedSite(w, node)
    const body = w.branch(() => {
      const code = site ? guarded(w, site, w.block(node.body)) : w.block(node.body)
      // What stands in `else` is not guarded, but knows what the body has given a value.
      if (hasElse) orelse = w.block(node.orelse)
      return code
    })
    const caught =
      node.nodeType === 'Try'
        ? handlers(w, node.handlers, error, site)
        : groupHandlers(w, node.handlers, error)
    w.merge([body, ...caught.ends])
    return [
      hasElse ? `let ${isOver} = false;\n` : '',
      'try {\n',
      body.code,
      hasElse ? `\n${isOver} = true;` : '',
      `\n} catch (${error}raw) {\nconst ${error} = `,
      w.call(null, 'caught', `${error}raw`, ...(site ? [site] : [])),
      `, ${error}outer = `,
      w.call(null, 'handle', error),
      ';\ntry {\n',
      caught.code,
      // What goes wrong in a handler, or in finding it, went wrong while the exception was dealt with.
      node.nodeType === 'Try'
        ? [`\n} catch (${error}inner) {\nthrow `, w.call(null, 'during', `${error}inner`, error), ';']
        : '',
      '\n} finally {\n',
      w.call(null, 'handle', `${error}outer`),
      ';\n}\n}',
      hasElse ? [`\nif (${isOver}) {\n`, orelse, '\n}'] : '',
    ]
  }
  if (node.finalbody.length === 0) return ['{\n', write(), '\n}']
  const before = new Set(w.frame.assigned)
  const wasDead = w.frame.isDead
  const [error, later] = [w.name('e'), w.name('e')]
  const body: Code = node.handlers.length === 0 ? withoutHandlers(w, node) : write()
  const { assigned, isDead } = w.frame
  w.frame.assigned = before
  w.frame.isDead = wasDead
  const last = w.block(node.finalbody)
  w.frame.assigned = new Set([...assigned, ...w.frame.assigned])
  w.frame.isDead ||= isDead
  // What goes wrong in it went wrong while the exception was under way that it was entered with.
  return [
    `{\nlet ${error};\ntry {\n`,
    body,
    `\n} catch (${later}) {\nthrow ${error} = `,
    w.call(null, 'caught', later),
    `;\n} finally {\ntry {\n`,
    last,
    `\n} catch (${later}) {\nthrow `,
    w.call(null, 'during', later, error),
    ';\n}\n}\n}',
  ]
}

function withoutHandlers(w: Writer, node: Stmt<'Try'> | Stmt<'TryStar'>): Code {
  const body = w.branch(() => w.block(node.body))
  w.merge([body])
  return body.code
}
