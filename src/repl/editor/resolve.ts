// What an expression is, found without running any of the person's code: values are read where no getter stands in the way,
// and of what a call would give only the class is known.
import { types } from 'node:util'
import { isClass as isWrittenAsClass } from '../../base/source-text.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { isAttributeGetter } from '../../nn/attributes.js'
import { methods, ops } from '../../engine/op.js'
import type { Op } from '../../engine/op.js'
import { isLeftOut } from '../../ops/left-out.js'
import { Tensor } from '../../tensor/tensor.js'
import torch from '../../torch.js'
import { isNamespace, pathOf } from '../../dialect/namespaces.js'
import { offeredIn } from '../../dialect/offered.js'
import type { Chain, Link } from './expression.js'
import { knownNames } from './tokens.js'

/** The names of the session, as far as looking at them does nothing. */
export interface Scope {
  /** Declared at the prompt. */
  names(): readonly string[]
  /** The value of a declared name. */
  value(name: string): unknown
}

/** A value itself, or the prototype of one that is not there yet. */
export type Thing = { readonly value: unknown } | { readonly instanceOf: object }

/** A function and how it was reached. */
export interface Callee {
  readonly thing: Thing | undefined
  /** The op of the table behind it, and what it is called here. */
  readonly op?: Op
  readonly path: string
  readonly isMethod: boolean
}

const tensor: Thing = { instanceOf: Tensor.prototype }

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/** Getters of a tensor that only look. */
const lookingGetters = new Set([
  'shape',
  'dtype',
  'device',
  'grad',
  'grad_fn',
  'ndim',
  'is_leaf',
  'requires_grad',
])
/** Getters of a tensor that make another. */
const viewGetters = new Set(['T', 'H', 'mT', 'mH', 'data', 'real', 'imag'])

/** A proxy runs code at every look, save for the library's own classes. */
const isOpaque = (value: object): boolean => types.isProxy(value) && pathOf(value) === undefined

function descriptorOf(object: object, name: string): PropertyDescriptor | undefined {
  for (let at: object | null = object; at && !isOpaque(at); at = Object.getPrototypeOf(at) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name)
    if (descriptor) return descriptor
  }
  return undefined
}

export const isTensor = (thing: Thing | undefined): boolean =>
  thing !== undefined &&
  ('value' in thing
    ? isObject(thing.value) && !types.isProxy(thing.value) && thing.value instanceof Tensor
    : thing.instanceOf === Tensor.prototype)

function member(thing: Thing, name: string): Thing | undefined {
  if (isTensor(thing)) {
    if (viewGetters.has(name)) return tensor
    if ('value' in thing && lookingGetters.has(name)) return { value: (thing.value as never)[name] }
  }
  const object = 'value' in thing ? Object(thing.value) : thing.instanceOf
  if (!isObject(object) || isOpaque(object)) return undefined
  const descriptor = descriptorOf(object, name)
  if (!descriptor) return undefined
  if ('value' in descriptor) return { value: descriptor.value as unknown }
  if (isAttributeGetter(descriptor.get)) return { value: (object as Record<string, unknown>)[name] }
  // The library's namespaces have a getter for each export.
  return isNamespace(object) && pathOf(object) !== undefined
    ? { value: (object as Record<string, unknown>)[name] }
    : undefined
}

function opOf(
  receiver: Thing | undefined,
  link: Link | undefined,
  thing: Thing | undefined,
): Callee | undefined {
  const name = link?.kind === 'member' ? link.name : undefined
  if (name !== undefined && isTensor(receiver)) {
    const op = methods.get(name) ?? (name.endsWith('_') ? methods.get(name.slice(0, -1)) : undefined)
    return { thing, op, path: name, isMethod: true }
  }
  const path = thing && 'value' in thing && isObject(thing.value) ? pathOf(thing.value) : undefined
  if (path === undefined) return undefined
  const inTable = path.replace(/^torch\./, '')
  const op = ops.get(inTable) ?? (path.endsWith('_') ? ops.get(inTable.slice(0, -1)) : undefined)
  return { thing, op, path, isMethod: false }
}

const isClass = (value: unknown): value is { prototype: object } =>
  typeof value === 'function' &&
  isObject((value as { prototype?: unknown }).prototype) &&
  (pathOf(value) !== undefined || isWrittenAsClass(value))

/** What a call gives. */
function called(callee: Callee, isNew: boolean): Thing | undefined {
  if (callee.op) {
    const { returns } = callee.op.overloads[0].schema
    if (returns.length > 1 || returns[0].type.endsWith('[]')) return { instanceOf: Array.prototype }
    return returns[0].type === 'Tensor' ? tensor : undefined
  }
  if (!callee.thing || !('value' in callee.thing)) return undefined
  const { value } = callee.thing
  if (isClass(value)) return { instanceOf: value.prototype }
  if (typeof value !== 'function' || types.isProxy(value)) return undefined
  if (isNew && isObject(value.prototype)) return { instanceOf: value.prototype as object }
  return isModule(value) ? tensor : undefined
}

function indexed(thing: Thing, text: string): Thing | undefined {
  if (isTensor(thing)) return tensor
  const name = /^(\d+)$|^(['"])([^'"\\]*)\2$/.exec(text.trim())
  return name ? member(thing, name[1] ?? name[3]) : undefined
}

const globalValue = (name: string): Thing | undefined => {
  const descriptor = descriptorOf(globalThis, name)
  if (!descriptor) return undefined
  if ('value' in descriptor) return { value: descriptor.value as unknown }
  // What the prompt puts there itself waits behind a getter until it is touched.
  return knownNames.includes(name) ? { value: (globalThis as Record<string, unknown>)[name] } : undefined
}

function lookUp(name: string, scope: Scope): Thing | undefined {
  if (!scope.names().includes(name)) return globalValue(name)
  const value = scope.value(name)
  return value === undefined ? undefined : { value }
}

function rootOf({ root }: Chain, scope: Scope): Thing | undefined {
  switch (root.kind) {
    case 'name':
      return lookUp(root.name, scope)
    case 'string':
      return { instanceOf: String.prototype }
    case 'number':
      return { instanceOf: Number.prototype }
    case 'array':
      return { instanceOf: Array.prototype }
    case 'regex':
      return { instanceOf: RegExp.prototype }
    case 'group':
      // `(x + y)` is a tensor where one of the two is.
      return root.names.some((name) => isTensor(lookUp(name, scope))) ? tensor : undefined
  }
}

/** What is called when the chain is followed by arguments. */
export function resolveCallee(chain: Chain, scope: Scope): Callee {
  let thing = rootOf(chain, scope)
  let receiver: Thing | undefined
  let callee: Callee | undefined = opOf(undefined, undefined, thing)
  let isNew = chain.isNew
  let path = chain.root.kind === 'name' ? chain.root.name : ''
  for (const link of chain.links) {
    if (link.kind === 'member') {
      receiver = thing
      thing = thing && member(thing, link.name)
      callee = opOf(receiver, link, thing)
      path = `${path}${path && '.'}${link.name}`
    } else {
      if (link.kind === 'index') thing = thing && indexed(thing, link.text)
      else {
        thing = called(callee ?? { thing, path, isMethod: false }, isNew)
        isNew = false
      }
      callee = opOf(undefined, undefined, thing)
      path = ''
    }
  }
  return callee ?? { thing, path, isMethod: false }
}

export const resolve = (chain: Chain, scope: Scope): Thing | undefined => resolveCallee(chain, scope).thing

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u
/** The names on an object itself, without those that are there only to say that they are left out. */
const ownNames = (object: object): string[] =>
  isOpaque(object)
    ? []
    : Object.getOwnPropertyNames(object).filter((name) => {
        const { value, get, enumerable } = Object.getOwnPropertyDescriptor(object, name) as PropertyDescriptor
        return !isLeftOut(value) && (get === undefined || enumerable === true || object !== torch)
      })

/** The names after a dot. What every object has comes only where something was typed, private names only after `_`. */
export function memberNames(thing: Thing, typed: string): string[] {
  const names = new Set<string>()
  const object = 'value' in thing ? (thing.value == null ? undefined : Object(thing.value)) : thing.instanceOf
  if (!isObject(object)) return []
  for (let at: object | null = object; at && !isOpaque(at); at = Object.getPrototypeOf(at) as object | null) {
    const isCommon = at === Object.prototype || at === Function.prototype
    if (isCommon && typed === '') break
    for (const name of ownNames(at)) if (!isCommon || !name.startsWith('__')) names.add(name)
    if (typeof at === 'function' && typed === '')
      for (const name of ['length', 'name', 'prototype']) names.delete(name)
  }
  if (isTensor(thing)) for (const name of methods.keys()) names.add(name)
  if (typed === '') names.delete('constructor')
  const isOffered = offeredIn(object)
  return [...names].filter(
    (name) => identifier.test(name) && (typed.startsWith('_') || !name.startsWith('_')) && isOffered(name),
  )
}
