// Writes WebAssembly: functions of instructions, and modules of functions that share one memory.
import { type Code, Local, type Type, typeCodes, unsigned } from './instructions.js'

function flatten(code: Code, into: number[]): void {
  if (typeof code === 'number') into.push(code)
  else for (const part of code) flatten(part, into)
}

/** A function being written: its parameters, its variables, and its body. */
export class Func {
  readonly #locals: Local[] = []
  readonly #body: Code[] = []
  #index = -1

  constructor(
    readonly params: readonly Type[],
    readonly results: readonly Type[] = [],
  ) {
    for (const type of params) this.local(type)
  }

  /** Parameter `k`. */
  param(k: number): Local {
    return this.#locals[k]
  }

  local(type: Type): Local {
    const local = new Local(this.#locals.length, type)
    this.#locals.push(local)
    return local
  }

  do(...code: Code[]): this {
    this.#body.push(...code)
    return this
  }

  /** A call of this function, once it is in a module. */
  call(...args: Code[]): Code {
    if (this.#index < 0) throw new Error('internal: the function is in no module')
    return [args, 0x10, unsigned(this.#index)]
  }

  placeAt(index: number): void {
    this.#index = index
  }

  bytes(): number[] {
    const body: number[] = []
    const own = this.#locals.slice(this.params.length)
    body.push(...unsigned(own.length))
    for (const { type } of own) body.push(1, typeCodes[type])
    for (const code of this.#body) flatten(code, body)
    body.push(0x0b)
    return body
  }
}

const text = (value: string): number[] => [...unsigned(Buffer.byteLength(value)), ...Buffer.from(value)]
// A list of all bytes may be too long to be the arguments of a call.
function section(id: number, items: readonly number[][]): number[] {
  const content = [unsigned(items.length), ...items].flat()
  return [[id], unsigned(content.length), content].flat()
}

/** Functions that share the arena's memory, as the bytes of a module. */
export class Module {
  readonly #functions: Func[] = []
  readonly #exports: number[][] = []
  readonly #names: number[][] = []

  /**
   * @param name what profiles call it
   * @param keepsLoops whether the engine is to leave loops as they are written; see Note [Loops of sums] in level.ts
   */
  constructor(
    readonly name = 'vectors',
    readonly keepsLoops = false,
  ) {}

  /** Adds a function; with a name, JavaScript can call it. */
  add(func: Func, name?: string): Func {
    const index = this.#functions.length
    func.placeAt(index)
    this.#functions.push(func)
    this.#names.push([...unsigned(index), ...text(`${this.name}: ${name ?? index}`)])
    if (name !== undefined) this.#exports.push([...text(name), 0, ...unsigned(index)])
    return func
  }

  #nameSection(): number[] {
    const names = section(1, this.#names)
    const content = [...text('name'), ...names]
    return [[0], unsigned(content.length), content].flat()
  }

  bytes(): Uint8Array {
    const list = (types: readonly Type[]): number[] => [
      ...unsigned(types.length),
      ...types.map((type) => typeCodes[type]),
    ]
    const types = this.#functions.map(({ params, results }) => [0x60, ...list(params), ...list(results)])
    const memory = [...text('arena'), ...text('memory'), 2, 3, ...unsigned(1), ...unsigned(65536)]
    const bodies = this.#functions.map((func) => {
      const bytes = func.bytes()
      return [unsigned(bytes.length), bytes].flat()
    })
    return Uint8Array.from(
      [
        [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
        section(1, types),
        section(2, [memory]),
        section(
          3,
          this.#functions.map((_, k) => unsigned(k)),
        ),
        section(7, this.#exports),
        section(10, bodies),
        this.#nameSection(),
      ].flat(),
    )
  }
}
