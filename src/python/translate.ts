// A Python program as JavaScript, with the way back from its places to those of the program.
import type { Module } from './tree.js'
import { at, type Code, Written } from './code.js'
import { condition, expression } from './expressions.js'
import { Scopes } from './scope.js'
import type { Source } from './source.js'
import { isExpressionStatement, statement } from './statements.js'
import { store } from './targets.js'
import { type Surroundings, Writer } from './writer.js'

export type { Surroundings } from './writer.js'

export interface Translated {
  readonly written: Written
  /** The names that it makes variables of all its functions, as Python writes them. */
  readonly globals: readonly string[]
}

const rules = { expression, condition, statement, store }

/** A file as a function of the runtime and of the module that it is. */
export function translateFile(program: Module, source: Source, surroundings: Surroundings): Translated {
  const scopes = new Scopes(program)
  scopes.check()
  const w = new Writer(source, scopes, surroundings, rules)
  const globals = [...scopes.module.own]
  const body = w.inFrame(scopes.module, {}, (): Code => {
    const code = w.block(program.body)
    return [w.declarations(), code]
  })
  const members = globals.map((name) => {
    const variable = w.globalName(name)
    return `get ${JSON.stringify(name)}() { return ${variable} }, set ${JSON.stringify(name)}($v) { ${variable} = $v }`
  })
  const code: Code = [
    `(function (${surroundings.runtime}, $module) {\n"use strict";\n`,
    globals.length > 0 ? `let ${globals.map((name) => w.globalName(name)).join(', ')};\n` : '',
    `${surroundings.runtime}.members($module, {__proto__: null, ${members.join(', ')}});\n`,
    w.constants,
    body,
    '\n})',
  ]
  return { written: new Written(code, '<module>'), globals }
}

/**
 * An entry at the prompt, whose names are variables of the session: those that are not there yet are declared. Its value is
 * that of its last statement, where that is an expression.
 */
export function translateEntry(program: Module, source: Source, surroundings: Surroundings): Translated {
  const scopes = new Scopes(program)
  scopes.check()
  const w = new Writer(source, scopes, surroundings, rules)
  const globals = [...scopes.module.own]
  const last = program.body.at(-1)
  const body = w.inFrame(scopes.module, {}, (): Code => {
    const isValue = isExpressionStatement(last)
    const code = w.block(isValue ? program.body.slice(0, -1) : program.body)
    const value: Code = isValue ? ['\n', at(last, w.expression(last.value)), ';'] : '\nundefined;'
    return [w.declarations(), code, value]
  })
  const added = globals.filter((name) => !surroundings.isDeclared(name)).map((name) => w.globalName(name))
  const code: Code = [added.length > 0 ? `let ${added.join(', ')};\n` : '', '{\n', w.constants, body, '\n}']
  return { written: new Written(code, '<module>'), globals }
}

/**
 * What `eval` and `exec` run: a function of the runtime, of the object that holds the names, and of a module, that returns
 * the value of an expression.
 */
export function translateInto(program: Module, source: Source, surroundings: Surroundings): Written {
  const scopes = new Scopes(program)
  scopes.check()
  const w = new Writer(source, scopes, surroundings, rules)
  const last = program.body.at(-1)
  const body = w.inFrame(scopes.module, {}, (): Code => {
    const isValue = isExpressionStatement(last)
    const code = w.block(isValue ? program.body.slice(0, -1) : program.body)
    const value: Code = isValue ? ['\nreturn ', at(last, w.expression(last.value)), ';'] : ''
    return [w.declarations(), code, value]
  })
  const head = `(function (${surroundings.runtime}, $names, $module) {\n"use strict";\n`
  return new Written([head, w.constants, body, '\n})'], '<module>')
}
