// What a session remembers of itself: the inputs in order, and which of them made which tensor.
import { modes } from '../../tensor/modes.js'
import { Tensor } from '../../tensor/tensor.js'

/** A variable of the session. */
export type Variable = readonly [name: string, value: unknown]

export interface Entry {
  /** Counts from 1. */
  readonly number: number
  readonly source: string
  readonly isWhole: boolean
}

/** Where a tensor was first seen. */
export interface Origin {
  readonly entry: number
  /** The line of the entry that names the variable. */
  readonly line: string
  /** Variables on that line that held tensors, as they were then. */
  readonly inputs: readonly { name: string; tensor: WeakRef<Tensor>; requiredGrad: boolean }[]
  /** Whether gradients were being recorded when the entry ended. */
  readonly wasRecording: boolean
}

const identifier = /(?<![\w$.])[A-Za-z_$][\w$]*/g

const namesIn = (text: string): Set<string> => new Set(text.match(identifier))

/** The last line of `source` that gives `name` a value; else the first that mentions it. */
function lineOf(source: string, name: string): string {
  const lines = source.split('\n')
  const escaped = name.replaceAll('$', '\\$')
  const gives = new RegExp(`(?<![\\w$.])${escaped}(?![\\w$])[^=]*=(?!=)`)
  return (
    lines.findLast((line) => gives.test(line)) ??
    lines.find((line) => namesIn(line).has(name)) ??
    lines[0]
  ).trim()
}

export class Record {
  readonly entries: Entry[] = []
  #origins = new WeakMap<Tensor, Origin>()

  /** Notes an input that was evaluated, and the tensors that its variables hold for the first time. */
  add(source: string, isWhole: boolean, variables: readonly Variable[]): void {
    const number = this.entries.push({ number: this.entries.length + 1, source, isWhole })
    for (const [name, value] of variables) {
      if (!(value instanceof Tensor) || this.#origins.has(value)) continue
      const line = lineOf(source, name)
      const mentioned = namesIn(line)
      const inputs = variables.flatMap(([other, tensor]) =>
        tensor instanceof Tensor && tensor !== value && mentioned.has(other)
          ? [{ name: other, tensor: new WeakRef(tensor), requiredGrad: tensor.requires_grad }]
          : [],
      )
      this.#origins.set(value, { entry: number, line, inputs, wasRecording: modes.grad })
    }
  }

  originOf(tensor: Tensor): Origin | undefined {
    return this.#origins.get(tensor)
  }

  /** The last whole input that gave `name` a value, as it was typed; undefined where none did. */
  definitionOf(name: string): string | undefined {
    const escaped = name.replaceAll('$', '\\$')
    const gives = new RegExp(
      `\\b(function\\*?|class)\\s+${escaped}(?![\\w$])|(?<![\\w$.])${escaped}\\s*(:[^=]*)?=(?!=)`,
    )
    return this.entries.findLast(({ source, isWhole }) => isWhole && gives.test(source))?.source.trim()
  }

  clear(): void {
    this.entries.length = 0
    this.#origins = new WeakMap()
  }
}

/** The names in a source, for finding the variables that it may have changed. */
export const mentionedNames = namesIn
