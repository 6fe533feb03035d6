// Writes Python's pickles, in protocol 2. Knows no tensors.
/** Writes one pickle of protocol 2, opcode by opcode. */
export class PickleWriter {
  readonly #parts: Buffer[] = [Buffer.from([0x80, 2])]

  #put(...bytes: number[]): void {
    this.#parts.push(Buffer.from(bytes))
  }
  done(): Uint8Array {
    this.#put(0x2e)
    return Buffer.concat(this.#parts)
  }
  none(): void {
    this.#put(0x4e)
  }
  bool(value: boolean): void {
    this.#put(value ? 0x88 : 0x89)
  }
  int(value: number | bigint): void {
    const exact = BigInt(value)
    if (exact >= 0n && exact < 256n) this.#put(0x4b, Number(exact))
    else if (exact >= -(2n ** 31n) && exact < 2n ** 31n) {
      const bytes = Buffer.alloc(5, 0x4a)
      bytes.writeInt32LE(Number(exact), 1)
      this.#parts.push(bytes)
    } else {
      const bytes: number[] = []
      let left = exact
      do {
        bytes.push(Number(BigInt.asUintN(8, left)))
        left >>= 8n
      } while (!(left === 0n && bytes.at(-1)! < 128) && !(left === -1n && bytes.at(-1)! >= 128))
      const head = Buffer.alloc(5, 0x8b)
      head.writeInt32LE(bytes.length, 1)
      this.#parts.push(bytes.length < 256 ? Buffer.from([0x8a, bytes.length]) : head, Buffer.from(bytes))
    }
  }
  float(value: number): void {
    const bytes = Buffer.alloc(9, 0x47)
    bytes.writeDoubleBE(value, 1)
    this.#parts.push(bytes)
  }
  text(value: string): void {
    const bytes = Buffer.from(value)
    const head = Buffer.alloc(5, 0x58)
    head.writeUInt32LE(bytes.length, 1)
    this.#parts.push(head, bytes)
  }
  global(module: string, name: string): void {
    this.#parts.push(Buffer.from(`c${module}\n${name}\n`))
  }
  mark(): void {
    this.#put(0x28)
  }
  tuple(): void {
    this.#put(0x74)
  }
  emptyTuple(): void {
    this.#put(0x29)
  }
  emptyList(): void {
    this.#put(0x5d)
  }
  emptyDict(): void {
    this.#put(0x7d)
  }
  append(): void {
    this.#put(0x61)
  }
  setItem(): void {
    this.#put(0x73)
  }
  reduce(): void {
    this.#put(0x52)
  }
  newObject(): void {
    this.#put(0x81)
  }
  build(): void {
    this.#put(0x62)
  }
  persistent(): void {
    this.#put(0x51)
  }
  #memo = 0
  /** Remembers what was written last; the number to get it by. */
  remember(): number {
    const bytes = Buffer.alloc(5, 0x72)
    bytes.writeUInt32LE(this.#memo, 1)
    this.#parts.push(bytes)
    return this.#memo++
  }
  again(memo: number): void {
    const bytes = Buffer.alloc(5, 0x6a)
    bytes.writeUInt32LE(memo, 1)
    this.#parts.push(bytes)
  }
}
