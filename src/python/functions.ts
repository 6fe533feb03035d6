// Functions and classes: what is made of `def`, `lambda` and `class`, with their parameters, defaults and decorators.
import { join, noFrame, within } from './code.js'
import type { Code } from './code.js'
import { keywords } from './calls.js'
import { literalCode } from './constants.js'
import * as names from './names.js'
import { pathOf, type Scope } from './scope.js'
import { docstringOf } from './tree.js'
import type { Arguments, Expr, ExprNode, FunctionNode, Stmt, StmtNode } from './tree.js'
import { keyText, type Writer } from './writer.js'

const list = (w: Writer, nodes: readonly ExprNode[]): Code => [
  '[',
  join(
    nodes.map((node) =>
      node.nodeType === 'Starred'
        ? ['...', w.call(node, 'star', w.expression(node.value))]
        : w.expression(node),
    ),
    ', ',
  ),
  ']',
]

const texts = (all: readonly string[]): string => `[${all.map((text) => JSON.stringify(text)).join(', ')}]`

/** The parameters as `makeFunction` is told them. */
function parametersText(w: Writer, args: Arguments): string {
  const own = (arg: { arg: string }): string => w.mangled(arg.arg)
  const one = (arg?: { arg: string }): string => (arg ? JSON.stringify(own(arg)) : 'null')
  return w.constant(
    `{ posOnly: ${texts(args.posonlyargs.map(own))}, args: ${texts(args.args.map(own))}, vararg: ${one(args.vararg)}, ` +
      `kwOnly: ${texts(args.kwonlyargs.map(own))}, kwarg: ${one(args.kwarg)} }`,
  )
}

/** An annotation, which is its text where the program asked for that: `from __future__ import annotations`. */
export const annotation = (w: Writer, node: ExprNode): Code =>
  w.scopes.keepsAnnotations ? JSON.stringify(w.source.textAt(node)) : w.expression(node)

function annotations(w: Writer, node: FunctionNode): Code | null {
  if (node.nodeType === 'Lambda') return null
  const { args, returns } = node
  const pairs: Code[] = []
  for (const arg of [...args.posonlyargs, ...args.args, args.vararg, ...args.kwonlyargs, args.kwarg])
    if (arg?.annotation) pairs.push([keyText(w.mangled(arg.arg)), ': ', annotation(w, arg.annotation)])
  if (returns) pairs.push(['"return": ', annotation(w, returns)])
  return pairs.length === 0 ? null : ['{__proto__: null, ', join(pairs, ', '), '}']
}

/** Names as they stand in the parameters of the JavaScript function, in the order in which they are bound. */
const bound = (w: Writer, args: Arguments, scope: Scope): string[] =>
  [...args.posonlyargs, ...args.args, args.vararg, ...args.kwonlyargs, args.kwarg]
    .filter((arg) => arg !== undefined)
    .map((arg) => w.localName(w.mangled(arg.arg), scope))

type Arg = Arguments['args'][number]

/** The code of a function that says when it runs, and tells its variables, where the program asks for that. */
function noted(w: Writer, node: FunctionNode, name: string, scope: Scope, code: Code): Code {
  const isPlain = node.nodeType === 'FunctionDef' && !scope.isGenerator
  if (w.surroundings.notesCalls !== true || !isPlain) return code
  const { args } = node
  const written = (list: readonly Arg[]): string[] => list.map(({ arg }) => w.mangled(arg))
  const orNull = (arg: Arg | undefined): string | null => (arg === undefined ? null : w.mangled(arg.arg))
  const parameters = {
    names: written([...args.posonlyargs, ...args.args, ...args.kwonlyargs]),
    posOnlyCount: args.posonlyargs.length,
    kwOnlyCount: args.kwonlyargs.length,
    vararg: orNull(args.vararg),
    kwarg: orNull(args.kwarg),
  }
  const locals = [...scope.own].map((own) => `${keyText(own)}: ${w.localName(own, scope)}`).join(', ')
  const { runtime } = w.surroundings
  const given = `${JSON.stringify(name)}, ${JSON.stringify(parameters)}`
  return [
    `const $call = ${runtime}.callBegins(${given}, () => ({__proto__: null, ${locals}}));\ntry {\n`,
    code,
    `\n} finally {\n${runtime}.callEnds($call);\n}\n`,
  ]
}

function makeFunction(w: Writer, node: FunctionNode, name: string, writeBody: () => Code): Code {
  const { args } = node
  const scope = w.scopes.of(node)
  const path = pathOf(w.scope, name)
  const first = args.posonlyargs[0] ?? args.args[0]
  const parts: Code[] = [
    `name: ${JSON.stringify(name)}, qualname: ${JSON.stringify(path)}`,
    `doc: ${literalCode(node.nodeType === 'Lambda' ? null : docstringOf(node.body)) as string}`,
    `params: ${parametersText(w, args)}`,
    ['defaults: ', list(w, args.defaults)],
  ]
  const kwDefaults = args.kwonlyargs.flatMap((arg, i): Code[] => {
    const value = args.kw_defaults[i]
    return value ? [[keyText(w.mangled(arg.arg)), ': ', w.expression(value)]] : []
  })
  parts.push(
    kwDefaults.length === 0
      ? 'kwDefaults: null'
      : ['kwDefaults: {__proto__: null, ', join(kwDefaults, ', '), '}'],
  )
  const annotated = annotations(w, node)
  parts.push(annotated === null ? 'annotations: null' : ['annotations: ', annotated])
  parts.push(`isGenerator: ${scope.isGenerator}`, `module: ${moduleName(w)}`)
  if (scope.isAsync) parts.push('isAsync: true')
  const parameters = bound(w, args, scope).join(', ')
  const firstParameter = first ? w.localName(w.mangled(first.arg), scope) : null
  const body = w.inFrame(scope, { firstParameter }, () => {
    const code = writeBody()
    const locals = [...scope.own].filter((own) => !scope.parameters.has(own))
    return [w.declarations(locals.map((own) => w.localName(own, scope))), noted(w, node, name, scope, code)]
  })
  const js: Code = [
    `function${scope.isGenerator || scope.isAsync ? '*' : ''} ${jsFunctionName(name)}(${parameters}) {\n`,
    within(name, body),
    '}',
  ]
  return w.call(node.nodeType === 'Lambda' ? null : node, 'makeFunction', ['{', join(parts, ', '), '}'], js)
}

const moduleName = (w: Writer): string => (w.surroundings.kind === 'file' ? '$module.__name__' : '"__main__"')

/** V8 names it so in its own accounts. It must be no variable of the program's. */
const jsFunctionName = (name: string): string => (name === '<lambda>' ? 'lambda$fn' : `${name}$fn`)

export const lambda = (w: Writer, node: Expr<'Lambda'>): Code =>
  makeFunction(w, node, '<lambda>', () => {
    const value = w.expression(node.body)
    return ['return ', value, ';\n']
  })

/** What is decorated, as the outermost decorator gives it. Decorators are evaluated before what they decorate. */
function decorated(w: Writer, decorators: readonly ExprNode[], make: () => Code): Code {
  const functions = decorators.map((decorator) => w.expression(decorator))
  return decorators.reduceRight(
    (code, decorator, i) => w.call(decorator, 'call1', functions[i], code),
    make(),
  )
}

export function defineFunction(w: Writer, node: Stmt<'FunctionDef'> | Stmt<'AsyncFunctionDef'>): Code {
  const value = decorated(w, node.decorator_list, () =>
    makeFunction(w, node, node.name, () => {
      const code = w.block(node.body)
      return [code, w.frame.isDead ? '\n' : '\nreturn null;\n']
    }),
  )
  return [names.assign(w, node.name, value), ';']
}

const hasAnnotations = (body: readonly StmtNode[]): boolean =>
  body.some((node) => node.nodeType === 'AnnAssign')

export function defineClass(w: Writer, node: Stmt<'ClassDef'>): Code {
  const scope = w.scopes.of(node)
  const value = decorated(w, node.decorator_list, () => {
    const bases = list(w, node.bases)
    const keys = keywords(w, node)
    const [namespace, cell] = [w.name('c'), w.name('class')]
    const doc = docstringOf(node.body)
    const path = pathOf(w.scope, node.name)
    const body = w.inFrame(scope, { namespace, classCell: cell }, () => {
      const code = w.block(node.body)
      return [w.declarations(), code]
    })
    const members = [
      `__module__: ${moduleName(w)}, __qualname__: ${JSON.stringify(path)}`,
      ...(doc === null ? [] : [`__doc__: ${literalCode(doc) as string}`]),
      ...(hasAnnotations(node.body) ? [`__annotations__: ${w.surroundings.runtime}.dict([])`] : []),
    ]
    return [
      `((bases, keywords) => {\nlet ${cell};\nconst ${namespace} = {__proto__: null, ${members.join(', ')}};\n`,
      within(node.name, body),
      `\nreturn ${cell} = `,
      within(
        noFrame,
        w.call(
          node,
          'makeClass',
          JSON.stringify(node.name),
          JSON.stringify(path),
          'bases',
          'keywords',
          namespace,
        ),
      ),
      ';\n})(',
      bases,
      ', ',
      keys,
      ')',
    ]
  })
  return [names.assign(w, node.name, value), ';']
}
