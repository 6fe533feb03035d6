// Cells of a chapter or a session in the other language, one after another: what earlier ones say of variables is known in
// later ones. The library is at hand, as it is at the prompt.
import { parsePython } from '../python/parse.js'
import { Scopes } from '../python/scope.js'
import type { Language } from './convert.js'
import { type Fact, headOf, pythonText, spaced } from './python/index.js'
import { Refusal } from './refusal.js'
import { typeScriptText } from './typescript/index.js'

/** What nobody has to import at the prompt. */
const atHand = [
  'import torch',
  'import torch.nn as nn',
  'import torch.optim as optim',
  'import torch.nn.functional as F',
  'import numpy as np',
  'import matplotlib.pyplot as plt',
]
const isAtHand = new Set([...atHand, 'from torch import nn', 'from torch import optim'])

const importOfPython = "import py from 'dltorch/python'"

export class Cells {
  /** What is known of the variables of earlier cells, for what comes from TypeScript. */
  readonly #facts = new Map<string, Fact>()
  /** Earlier cells in Python, for what comes from it. */
  #before = atHand.join('\n')
  #hasPython = false

  /**
   * A cell in a language; throws a Refusal where it has no counterpart there. With `isKept` it runs before the cells that
   * are asked for later.
   */
  inLanguage(code: string, from: Language, to: Language, isKept: boolean): string {
    if (from === to) {
      if (isKept) this.#note(code, from)
      return code
    }
    const result = to === 'py' ? this.#asPython(code, isKept) : this.#asTypeScript(code, isKept)
    if (isKept) this.#keep(from === 'py' ? code : result, from)
    return result
  }

  /** Keeps what needs no converting; of what could not be converted nothing is known. */
  #note(code: string, from: Language): void {
    try {
      this.#keep(from === 'py' ? code : this.#asPython(code, true), from)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }

  #asPython(code: string, isKept: boolean): string {
    const text = pythonText(code, { isModule: false, shows: 'bare', earlier: this.#facts })
    if (isKept) for (const [name, fact] of text.facts) this.#facts.set(name, fact)
    const head = headOf(
      [...text.imports].filter((line) => !isAtHand.has(line)),
      text.helpers,
    )
    return [...head, ...(text.helpers.size > 0 ? ['', ''] : []), ...spaced(text.lines, 1)].join('\n')
  }

  #asTypeScript(code: string, isKept: boolean): string {
    const { lines, usesPython } = typeScriptText(code, this.#before)
    const isFirst = usesPython && !this.#hasPython
    if (isKept) this.#hasPython ||= usesPython
    return [...(isFirst ? [importOfPython] : []), ...lines].join('\n')
  }

  #keep(python: string, from: Language): void {
    const parsed = parsePython(python)
    if (parsed.kind !== 'tree') return
    this.#before = `${this.#before}\n${python}`
    if (from === 'py')
      for (const name of new Scopes(parsed.program).module.own) this.#facts.set(name, 'unknown')
  }
}
