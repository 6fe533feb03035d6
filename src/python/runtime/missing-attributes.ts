// Attributes that are not there: what is said of them, and which was meant.
import { AttributeError } from '../../base/errors.js'
import torch from '../../torch.js'
import { pathOf } from '../../dialect/namespaces.js'
import { offeredIn } from '../../dialect/offered.js'
import { nameIn, noAttribute } from './exceptions.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { arrayNames, hidden, isObject } from './fields.js'
import { inPythonAlone } from './passed-on.js'
import { similar } from './similar.js'
import * as types from './types.js'
import { canonicalClass, infoOf, isClass, isNamespace, nameOfType, PyModule, typeOf } from './types.js'

type Any = any

export function ownerText(value: Any): string {
  if (typeof value === 'function' && isClass(value)) return `type object '${infoOf(value).name}'`
  if (value instanceof PyModule) return `module '${String(value.__name__)}'`
  if (typeOf(value) === types.moduleClass)
    return `module '${String(value.__name__ ?? pathOf(value) ?? 'module')}'`
  return `'${nameOfType(value)}' object`
}

export function missing(value: Any, name: string): AttributeError {
  return noAttribute(`${ownerText(value)} has no attribute '${name}'`, name, value)
}

/** `. Did you mean: 'append'?`, which Python adds where it prints an error that nobody caught. */
export function suggestion(error: Any, names: Iterable<string> = []): string {
  const known = nameIn(error as object)
  if (known === undefined) return ''
  const other = similar(known.name, error instanceof AttributeError ? namesOf(known.of) : names)
  return other === undefined ? '' : `. Did you mean: '${other}'?`
}

/** Names of what an object and its class have. */
export function namesOf(value: Any): string[] {
  const names = new Set<string>()
  const cls = typeof value === 'function' && isClass(value) ? canonicalClass(value) : typeOf(value)
  for (const one of infoOf(cls).mro) for (const name of infoOf(one).dict.keys()) names.add(name)
  if (isObject(value) && (infoOf(cls).hasFields || isNamespace(value)))
    for (const name of Object.keys(value as object)) names.add(name)
  if (value === torch) for (const name of inPythonAlone) names.add(name)
  const root = types.rootOf(cls)
  const isLibrary = root !== types.object && infoOf(root).module !== 'builtins'
  if (isNumpyArray(value)) for (const name of arrayNames) names.add(name)
  else if (isLibrary)
    for (
      let owner = root.prototype;
      owner && owner !== Object.prototype;
      owner = Object.getPrototypeOf(owner)
    )
      for (const name of Object.getOwnPropertyNames(owner)) if (!hidden.has(name)) names.add(name)
  for (const name of ['__class__', '__doc__']) names.add(name)
  if (!isObject(value)) return [...names]
  const isOffered = offeredIn(value)
  return [...names].filter(isOffered)
}
