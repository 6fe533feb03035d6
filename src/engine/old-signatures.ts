// Signatures of earlier versions that PyTorch still takes, with a warning: numbers that are keywords today stood between
// the tensors, `torch.add(x, 10, y)` (tools/autograd/deprecated.yaml).
import { warn } from '../base/warnings.js'
import type { Overload } from './op.js'
import { signatureText } from './param-text.js'
import { bind, type Bound, type Param, type Schema } from './schema.js'

/** `beta` stood before all tensors, the other numbers behind the first; `alpha` could be left out beside a `beta`. */
function oldForms({ params, ...schema }: Schema, isMethod: boolean): Schema[] {
  const isNumber = ({ type, keywordOnly }: Param): boolean => keywordOnly && type === 'Scalar'
  const [self, ...others] = params.filter((param) => !isNumber(param))
  const required = params
    .filter(isNumber)
    .map((param): Param => ({ ...param, keywordOnly: false, required: true }))
  const beta = required.filter(({ name }) => name === 'beta')
  const factors = required.filter(({ name }) => name !== 'beta')
  const first = isMethod ? [self, ...beta] : [...beta, self]
  const all = [...first, ...factors, ...others]
  return (beta.length > 0 ? [all, [...first, ...others]] : [all]).map((own) => ({ ...schema, params: own }))
}

/**
 * Fits a call to an earlier signature, and says so. The values come in the order of today's.
 *
 * @param name what is called
 */
export function bindOld(
  name: string,
  { schema, entry }: Overload,
  args: readonly unknown[],
  isMethod: boolean,
): Bound | null {
  // A method of another name, as `subtract` is, came later.
  if (!entry.oldSignatures || name.replace(/_$/, '') !== schema.name) return null
  const isInplace = name.endsWith('_')
  for (const form of oldForms(schema, isMethod)) {
    const bound = bind(form, args, isMethod)
    if (bound === null || (isInplace && bound.out !== null)) continue
    const written = (one: Schema): string => `\t${name}${signatureText(one, isMethod, isInplace)}\n`
    warn(
      `This overload of ${name} is deprecated:\n${written(form)}` +
        `Consider using one of the following signatures instead:\n${written(schema)}`.trimEnd(),
    )
    const places = schema.params.map(({ name: own }) => form.params.findIndex((param) => param.name === own))
    const values = places.map((place, i) => (place < 0 ? schema.params[i].default : bound.values[place]))
    return { values, out: bound.out }
  }
  return null
}
