// What a TypeScript program's variables are called in Python: by their own names, unless those mean something there, or two
// variables of one name would become one.
import { type Binding, type Names, namesOf } from '../../dialect/scope.js'
import { childrenOf, isFunction, isSilent } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

/** What translated code calls, and what a variable must not hide. */
const builtins = new Set(
  (
    'abs all any bool chr complex dict enumerate Exception filter float format getattr hasattr int isinstance iter len list ' +
    'map max min next object ord pow print range repr reversed round set slice sorted str sum super tuple type zip self ' +
    'math functools sys time torch nn optim np F plt random self cls'
  ).split(' '),
)

/** A name that Python takes; those that no language shares are spelt without `$`. */
export function plainName(name: string): string {
  const spelt = name.replaceAll('$', '_').replace(/^#/, '_')
  return keywords.has(spelt) ? `${spelt}_` : spelt
}

export const isKeyword = (name: string): boolean => keywords.has(name)

interface Region {
  readonly from: number
  readonly to: number
  /** The function that Python would have the variable in; null at the top. */
  readonly func: Node | null
}

export class PythonNames {
  readonly #names: Names
  readonly #of = new Map<Binding, string>()
  readonly #taken = new Set<string>()
  /** The functions in which a variable is assigned, and the one it belongs to. */
  readonly #regions = new Map<Binding, Region>()
  readonly #users = new Map<string, Map<Node | null, Set<Binding>>>()
  readonly #assigned = new Map<Node | null, Set<Binding>>()

  constructor(program: Node, names: Names, reserved: Iterable<string> = []) {
    this.#names = names
    for (const name of reserved) this.#taken.add(name)
    this.#walk(program, { from: program.start, to: Math.max(program.end, 1), func: null }, null)
    for (const binding of this.#inOrder) this.#of.set(binding, this.#choose(binding))
  }
  readonly #inOrder: Binding[] = []

  #walk(node: Node, region: Region, func: Node | null): void {
    if (isSilent(node)) return
    let inner = region
    let owner = func
    if (isFunction(node)) {
      owner = node
      if (node.type === 'FunctionDeclaration' && node.id) this.#note(node.id as Node, region, func)
      inner = { from: node.start, to: node.end, func: node }
      for (const parameter of node.params as Node[])
        for (const name of namesOf(parameter)) this.#declare(name, inner)
    } else if (
      /^(BlockStatement|StaticBlock|SwitchStatement|CatchClause|For(In|Of)?Statement)$/.test(node.type)
    )
      inner = { from: node.start, to: node.end, func }
    if (node.type === 'CatchClause' && node.param)
      for (const name of namesOf(node.param as Node)) this.#declare(name, inner)
    if (node.type === 'VariableDeclaration')
      for (const { id } of node.declarations as { id: Node }[])
        for (const name of namesOf(id)) this.#declare(name, inner)
    if ((node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') && node.id)
      this.#declare(node.id as Node, region)
    if (node.type === 'ImportDeclaration')
      for (const { local } of node.specifiers as { local: Node }[]) this.#declare(local, region)
    if (node.type === 'AssignmentExpression')
      for (const name of namesOf(node.left as Node)) this.#assign(name, func)
    if (node.type === 'UpdateExpression') this.#assign(node.argument as Node, func)
    if (node.type === 'Identifier') this.#note(node, inner, owner)
    for (const child of childrenOf(node)) this.#walk(child, inner, owner)
  }

  #assign(name: Node, func: Node | null): void {
    const binding = name.type === 'Identifier' ? this.#names.target(name) : undefined
    if (!binding) return
    if (!this.#assigned.has(func)) this.#assigned.set(func, new Set())
    this.#assigned.get(func)!.add(binding)
  }

  #declare(name: Node, region: Region): void {
    const binding = this.#names.target(name)
    if (!binding) return
    if (!this.#regions.has(binding)) {
      this.#regions.set(binding, region)
      this.#inOrder.push(binding)
    }
    this.#use(binding, region.func)
  }

  #note(name: Node, region: Region, func: Node | null): void {
    const binding = this.#names.target(name)
    if (!binding) {
      this.#taken.add(name.name as string)
      return
    }
    if (!this.#regions.has(binding) && binding.isImplicit) {
      this.#regions.set(binding, { ...region, from: 0, to: Infinity, func: null })
      this.#inOrder.push(binding)
    }
    this.#use(binding, func)
  }

  #use(binding: Binding, func: Node | null): void {
    let users = this.#users.get(binding.name)
    if (!users) this.#users.set(binding.name, (users = new Map()))
    if (!users.has(func)) users.set(func, new Set())
    users.get(func)!.add(binding)
  }

  #choose(binding: Binding): string {
    const plain = plainName(binding.name)
    const isOurs = binding.isOurs || binding.isImplicit
    let name = builtins.has(plain) && !isOurs ? `${plain}_` : plain
    for (let i = 2; this.#clashes(binding, name); i++) name = `${plain}_${i}`
    return name
  }

  /** Whether a variable of another kind has the name where this one lives. */
  #clashes(binding: Binding, name: string): boolean {
    const region = this.#regions.get(binding)!
    for (const [other, taken] of this.#of) {
      if (taken !== name) continue
      const theirs = this.#regions.get(other)!
      const overlaps = region.from < theirs.to && theirs.from < region.to
      if (!overlaps) continue
      // In one function of Python there is one variable of a name.
      if (region.func === theirs.func) return true
      // In a function within, it hides the other, which must not be asked for there.
      const users = this.#users.get(binding.name)?.get(region.func)
      if (users?.has(other)) return true
    }
    return false
  }

  /** The name of a variable that is declared here or used. */
  of(identifier: Node): string {
    const binding = this.#names.target(identifier)
    return (binding && this.#of.get(binding)) ?? plainName(identifier.name as string)
  }

  /** A name that nothing has. */
  free(wanted: string): string {
    const all = new Set([...this.#of.values(), ...this.#taken])
    let name = wanted
    for (let i = 2; all.has(name); i++) name = `${wanted}_${i}`
    this.#taken.add(name)
    return name
  }

  /** Variables of functions around, and of the top, that a function assigns. */
  outsideOf(func: Node): { nonlocal: string[]; global: string[] } {
    const nonlocal: string[] = []
    const global: string[] = []
    for (const binding of this.#assigned.get(func) ?? []) {
      const region = this.#regions.get(binding)
      if (!region || region.func === func) continue
      ;(region.func === null ? global : nonlocal).push(this.#of.get(binding)!)
    }
    return { nonlocal, global }
  }

  /** Whether a variable is made anew in each round of a loop that is around: a function made there keeps its own. */
  regionOf(binding: Binding): Region | undefined {
    return this.#regions.get(binding)
  }
}
