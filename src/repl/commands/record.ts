// What a session remembers of itself: the inputs in order, and which of them made which tensor.
import { isA } from '../../base/careful.js'
import { modes } from '../../tensor/modes.js'
import { Tensor } from '../../tensor/tensor.js'
import type { Entry } from '../entry.js'

/** A variable of the session. */
export type Variable = readonly [name: string, value: unknown]

/** An input that was evaluated. */
export interface Recorded {
  /** Counts from 1. */
  readonly number: number
  readonly entry: Entry
  readonly isWhole: boolean
  readonly language: 'ts' | 'python'
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

export class Record {
  readonly entries: Recorded[] = []
  #origins = new WeakMap<Tensor, Origin>()

  /** Notes an input that was evaluated, and the tensors that its variables hold for the first time. */
  add(
    entry: Entry,
    isWhole: boolean,
    variables: readonly Variable[],
    language: 'ts' | 'python' = 'ts',
  ): void {
    const number = this.entries.push({ number: this.entries.length + 1, entry, isWhole, language })
    for (const [name, value] of variables) {
      if (!isA(value, Tensor) || this.#origins.has(value)) continue
      const { text: line, names: mentioned } = entry.reading.lineOf(name)
      const inputs = variables.flatMap(([other, tensor]) =>
        isA(tensor, Tensor) && tensor !== value && mentioned.has(other)
          ? [{ name: other, tensor: new WeakRef(tensor), requiredGrad: tensor.requires_grad }]
          : [],
      )
      this.#origins.set(value, { entry: number, line, inputs, wasRecording: modes.grad })
    }
  }

  originOf(tensor: Tensor): Origin | undefined {
    return this.#origins.get(tensor)
  }

  /** The last whole input that gave `name` a value; undefined where none did. */
  definitionOf(name: string): Entry | undefined {
    return this.entries.findLast(({ entry, isWhole }) => isWhole && entry.reading.defines(name))?.entry
  }

  clear(): void {
    this.entries.length = 0
    this.#origins = new WeakMap()
  }
}
