// Names as JavaScript's variables: how one is read, written and taken away, with what Python says where it has no value.
import { at } from './code.js'
import type { Code } from './code.js'
import type { Spot } from './tree.js'
import type { Writer } from './writer.js'

const quoted = (name: string): string => JSON.stringify(name)

/** What finds a name that is no variable, or says that there is none and which of those at hand may be meant. */
function missing(w: Writer, name: string, spot: Spot): Code {
  const own = w.scope.kind === 'function' ? [...w.scope.own] : []
  const locals = own.length > 0 ? [w.constant(JSON.stringify(own))] : []
  return w.call(spot, 'global', quoted(name), w.surroundings.kind === 'file' ? '$module' : 'null', ...locals)
}

/** A variable that all functions of the program share, or what is built in. */
function readGlobal(w: Writer, name: string, spot: Spot): Code {
  const { surroundings } = w
  const { module: top } = w.scopes
  const isOwn = top.own.has(name)
  if (!isOwn && !surroundings.isDeclared(name)) {
    if (surroundings.isBuiltin(name)) return `${surroundings.runtime}.built.${name}`
    // What is typed, pasted or piped is the program itself.
    if (surroundings.kind === 'prompt' && name === '__name__') return quoted('__main__')
    if (surroundings.kind === 'prompt' && name === '__doc__') return 'null'
    // What the prompt has at hand is found by JavaScript; and what is not, is an error of JavaScript's.
    const module = surroundings.kind === 'prompt' ? surroundings.moduleOf?.(name) : undefined
    if (module !== undefined) return w.call(spot, 'importModule', quoted(module), '0')
    if (surroundings.kind === 'prompt' && !surroundings.isGiven(name))
      return at(spot, [w.globalName(name), ' '])
    return missing(w, name, spot)
  }
  const variable = w.globalName(name)
  if (isOwn && w.isAssigned(name, top)) return variable
  const otherwise = surroundings.isBuiltin(name)
    ? `${surroundings.runtime}.built.${name}`
    : missing(w, name, spot)
  return at(spot, ['(', variable, ' !== undefined ? ', variable, ' : ', otherwise, ')'])
}

export function read(w: Writer, written: string, spot: Spot): Code {
  const name = w.mangled(written)
  const owner = w.scope.find(name)
  if (owner === null) {
    if (name === '__class__' && w.frame.classCell !== null) return w.frame.classCell
    return readGlobal(w, name, spot)
  }
  if (owner.kind === 'class') {
    const member = `${w.frame.namespace}.${name}`
    if (w.isAssigned(name, owner)) return member
    return ['(', member, ' !== undefined ? ', member, ' : ', readGlobal(w, name, spot), ')']
  }
  const variable = w.localName(name, owner)
  if (w.isAssigned(name, owner)) return variable
  const complaint = owner === w.scope ? 'unboundLocal' : 'unboundFree'
  return ['(', variable, ' !== undefined ? ', variable, ' : ', w.call(spot, complaint, quoted(name)), ')']
}

/** What a name is called where it is given a value. */
export function target(w: Writer, written: string): string {
  const name = w.mangled(written)
  const owner = ownerOf(w, name)
  if (owner === null) return w.globalName(name)
  if (owner.kind === 'class') return `${w.frame.namespace}.${name}`
  return w.localName(name, owner)
}

/** The scope whose variable a name is where it is given a value; null for the globals. */
function ownerOf(w: Writer, name: string): ReturnType<Writer['scope']['find']> {
  return w.scope.find(name)
}

/** `name = value`, as an expression. */
export function assign(w: Writer, written: string, value: Code): Code {
  const code = [target(w, written), ' = ', value]
  noteAssigned(w, written)
  return code
}

/** From here on the name has a value. */
export function noteAssigned(w: Writer, written: string): void {
  const name = w.mangled(written)
  const owner = ownerOf(w, name)
  if (owner === w.scope || (owner === null && w.scope.kind === 'module')) w.note(name)
}

/** `del name`. */
export function remove(w: Writer, written: string, spot: Spot): Code {
  const name = w.mangled(written)
  const variable = target(w, written)
  w.frame.assigned.delete(name)
  const owner = ownerOf(w, name)
  const complaint =
    owner === null || owner.kind === 'class'
      ? w.call(spot, 'global', quoted(name), 'null')
      : w.call(spot, owner === w.scope ? 'unboundLocal' : 'unboundFree', quoted(name))
  const forgotten = owner?.kind === 'class' ? `delete ${variable}` : `${variable} = undefined`
  return [`if (${variable} === undefined) `, complaint, `; ${forgotten};`]
}
