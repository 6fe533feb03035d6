// The instructions of WebAssembly as nested lists of bytes, and what is made of several: conditions, loops. Knows the binary
// format and nothing of what is computed.
//
// An expression is its bytes, so that code reads as what it does: `f32x4.add(x.get, v128.load(at.get, 16))`. Locals have
// types, and nothing else is checked here: the engine validates a module when it is compiled.

/** Bytes, as lists in lists. */
export type Code = number | readonly Code[]

export type Type = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'
export const typeCodes: Record<Type, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b }

/** An unsigned number in the format's variable length. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest & 127
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low | 128 : low)
  } while (rest > 0)
  return bytes
}

function signed(value: bigint): number[] {
  const bytes: number[] = []
  for (let rest = value; ;) {
    const low = Number(rest & 127n)
    rest >>= 7n
    const isLast = (rest === 0n && (low & 64) === 0) || (rest === -1n && (low & 64) !== 0)
    bytes.push(isLast ? low : low | 128)
    if (isLast) return bytes
  }
}

const bytesOf = (array: Float32Array | Float64Array | BigInt64Array | Int32Array): number[] => [
  ...new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
]

/** A variable of a function. */
export class Local {
  readonly get: Code

  constructor(
    readonly index: number,
    readonly type: Type,
  ) {
    this.get = [0x20, unsigned(index)]
  }

  set(value: Code): Code {
    return [value, 0x21, unsigned(this.index)]
  }
  /** Sets it, and gives the value. */
  tee(value: Code): Code {
    return [value, 0x22, unsigned(this.index)]
  }
}

type Unary = (x: Code) => Code
type Binary = (x: Code, y: Code) => Code
type Ternary = (x: Code, y: Code, z: Code) => Code
type Load = (address: Code, offset?: number) => Code
type Store = (address: Code, value: Code, offset?: number) => Code

const unary =
  (...code: number[]): Unary =>
  (x) => [x, code]
const binary =
  (...code: number[]): Binary =>
  (x, y) => [x, y, code]
const vector = (code: number): number[] => [0xfd, ...unsigned(code)]
const unaryVector = (code: number): Unary => unary(...vector(code))
const binaryVector = (code: number): Binary => binary(...vector(code))
const ternaryVector =
  (code: number): Ternary =>
  (x, y, z) => [x, y, z, vector(code)]
// Alignment is a hint; 0 is always allowed.
const load =
  (...code: number[]): Load =>
  (address, offset = 0) => [address, code, 0, unsigned(offset)]
const store =
  (...code: number[]): Store =>
  (address, value, offset = 0) => [address, value, code, 0, unsigned(offset)]
const lane =
  (code: number) =>
  (x: Code, index: number): Code => [x, vector(code), index]

export const i32 = {
  const: (value: number): Code => [0x41, signed(BigInt(value | 0))],
  load: load(0x28),
  load8u: load(0x2d),
  load8s: load(0x2c),
  load16u: load(0x2f),
  load16s: load(0x2e),
  store: store(0x36),
  store8: store(0x3a),
  store16: store(0x3b),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  lt: binary(0x48),
  ltu: binary(0x49),
  gt: binary(0x4a),
  gtu: binary(0x4b),
  le: binary(0x4c),
  ge: binary(0x4e),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  divu: binary(0x6e),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shr: binary(0x75),
  shru: binary(0x76),
  ctz: unary(0x68),
  min: (x: Local, y: Local): Code => [x.get, y.get, [x.get, y.get, 0x48], 0x1b],
} as const

export const i64 = {
  const: (value: bigint): Code => [0x42, signed(value)],
  load: load(0x29),
  store: store(0x37),
  ofI32: unary(0xac),
  add: binary(0x7c),
  sub: binary(0x7d),
  mul: binary(0x7e),
  truncSatF64: unary(0xfc, 6),
  ltS: binary(0x53),
  gtS: binary(0x55),
} as const

export const f32 = {
  const: (value: number): Code => [0x43, bytesOf(Float32Array.of(value))],
  load: load(0x2a),
  store: store(0x38),
  add: binary(0x92),
  sub: binary(0x93),
  mul: binary(0x94),
  div: binary(0x95),
  eq: binary(0x5b),
  ne: binary(0x5c),
  lt: binary(0x5d),
  gt: binary(0x5e),
  toF64: unary(0xbb),
} as const

export const f64 = {
  const: (value: number): Code => [0x44, bytesOf(Float64Array.of(value))],
  load: load(0x2b),
  store: store(0x39),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  eq: binary(0x61),
  ne: binary(0x62),
  lt: binary(0x63),
  gt: binary(0x64),
  ge: binary(0x66),
  sqrt: unary(0x9f),
  ofI32: unary(0xb7),
  ofI64: unary(0xb9),
  toF32: unary(0xb6),
} as const

export const v128 = {
  load: load(...vector(0)),
  store: store(...vector(11)),
  load8Splat: load(...vector(7)),
  load16Splat: load(...vector(8)),
  load32Splat: load(...vector(9)),
  load64Splat: load(...vector(10)),
  /** The lowest lane from memory, zeros above. */
  load32Zero: load(...vector(92)),
  load64Zero: load(...vector(93)),
  /** One lane from memory; the others of `x` stay. */
  load32Lane: (address: Code, x: Code, index: number, offset = 0): Code => [
    address,
    x,
    vector(86),
    0,
    unsigned(offset),
    index,
  ],
  load64Lane: (address: Code, x: Code, index: number, offset = 0): Code => [
    address,
    x,
    vector(87),
    0,
    unsigned(offset),
    index,
  ],
  store32Lane: (address: Code, x: Code, index: number, offset = 0): Code => [
    address,
    x,
    vector(90),
    0,
    unsigned(offset),
    index,
  ],
  store64Lane: (address: Code, x: Code, index: number, offset = 0): Code => [
    address,
    x,
    vector(91),
    0,
    unsigned(offset),
    index,
  ],
  not: unaryVector(77),
  and: binaryVector(78),
  /** `x & ~y` */
  andnot: binaryVector(79),
  or: binaryVector(80),
  xor: binaryVector(81),
  /** The bits of `x` where the mask is set, of `y` elsewhere. */
  select: (x: Code, y: Code, mask: Code): Code => [x, y, mask, vector(82)],
  anyTrue: unaryVector(83),
  bytes: (bytes: readonly number[]): Code => [vector(12), bytes],
} as const

/** Bytes of two vectors, by their numbers: those of the second from 16 on. */
const shuffle = (x: Code, y: Code, lanes: readonly number[]): Code => [x, y, vector(13), lanes]

export const i8x16 = {
  splat: unaryVector(15),
  narrowS: binaryVector(101),
  add: binaryVector(110),
  eq: binaryVector(35),
  bitmask: unaryVector(100),
  shuffle,
  /** The two halves of a vector, the upper one first. */
  swapHalves: (x: Code): Code => shuffle(x, x, [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]),
  /** The lower halves of two vectors. */
  lowHalves: (x: Code, y: Code): Code =>
    shuffle(x, y, [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]),
  /** The upper halves of two vectors. */
  highHalves: (x: Code, y: Code): Code =>
    shuffle(x, y, [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31]),
  /** The upper half of one vector, the lower of another. */
  innerHalves: (x: Code, y: Code): Code =>
    shuffle(x, y, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
} as const

export const i16x8 = {
  extendLowU: unaryVector(137),
  extendLowS: unaryVector(135),
  extendHighU: unaryVector(138),
  narrowS: binaryVector(133),
} as const

export const i32x4 = {
  const: (value: number): Code => [
    vector(12),
    ...Array.from({ length: 4 }, () => bytesOf(Int32Array.of(value))),
  ],
  splat: unaryVector(17),
  lane: lane(27),
  extendLowU: unaryVector(169),
  extendLowS: unaryVector(167),
  extendHighU: unaryVector(170),
  eq: binaryVector(55),
  ne: binaryVector(56),
  lt: binaryVector(57),
  gt: binaryVector(59),
  le: binaryVector(61),
  ge: binaryVector(63),
  abs: unaryVector(160),
  neg: unaryVector(161),
  allTrue: unaryVector(163),
  bitmask: unaryVector(164),
  shl: binaryVector(171),
  shr: binaryVector(172),
  shru: binaryVector(173),
  add: binaryVector(174),
  sub: binaryVector(177),
  mul: binaryVector(181),
  min: binaryVector(182),
  max: binaryVector(184),
  truncSat: unaryVector(248),
  /** Of two float64, into the lower lanes. */
  truncSatF64: unaryVector(252),
} as const

export const i64x2 = {
  const: (value: bigint): Code => [
    vector(12),
    ...Array.from({ length: 2 }, () => bytesOf(BigInt64Array.of(value))),
  ],
  splat: unaryVector(18),
  lane: lane(29),
  extendLowS: unaryVector(199),
  extendHighS: unaryVector(200),
  extendLowU: unaryVector(201),
  extendHighU: unaryVector(202),
  abs: unaryVector(192),
  neg: unaryVector(193),
  allTrue: unaryVector(195),
  shl: binaryVector(203),
  shr: binaryVector(204),
  shru: binaryVector(205),
  add: binaryVector(206),
  sub: binaryVector(209),
  mul: binaryVector(213),
  eq: binaryVector(214),
  ne: binaryVector(215),
  lt: binaryVector(216),
  gt: binaryVector(217),
  le: binaryVector(218),
  ge: binaryVector(219),
} as const

export const f32x4 = {
  const: (value: number): Code => [
    vector(12),
    ...Array.from({ length: 4 }, () => bytesOf(Float32Array.of(value))),
  ],
  splat: unaryVector(19),
  lane: lane(31),
  eq: binaryVector(65),
  ne: binaryVector(66),
  lt: binaryVector(67),
  gt: binaryVector(68),
  le: binaryVector(69),
  ge: binaryVector(70),
  ceil: unaryVector(103),
  floor: unaryVector(104),
  trunc: unaryVector(105),
  nearest: unaryVector(106),
  abs: unaryVector(224),
  neg: unaryVector(225),
  sqrt: unaryVector(227),
  add: binaryVector(228),
  sub: binaryVector(229),
  mul: binaryVector(230),
  div: binaryVector(231),
  min: binaryVector(232),
  max: binaryVector(233),
  /** `y < x ? y : x`, which one instruction does. */
  pmin: binaryVector(234),
  pmax: binaryVector(235),
  ofI32: unaryVector(250),
  demote: unaryVector(94),
  /** The two lower lanes of two vectors, in turn. */
  zipLow: (x: Code, y: Code): Code => shuffle(x, y, [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23]),
  zipHigh: (x: Code, y: Code): Code =>
    shuffle(x, y, [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31]),
  /** `x * y + z`, rounded once; part of relaxed SIMD. */
  madd: ternaryVector(0x105),
  nmadd: ternaryVector(0x106),
} as const

export const f64x2 = {
  const: (value: number): Code => [
    vector(12),
    ...Array.from({ length: 2 }, () => bytesOf(Float64Array.of(value))),
  ],
  splat: unaryVector(20),
  lane: lane(33),
  eq: binaryVector(71),
  ne: binaryVector(72),
  lt: binaryVector(73),
  gt: binaryVector(74),
  le: binaryVector(75),
  ge: binaryVector(76),
  ceil: unaryVector(116),
  floor: unaryVector(117),
  trunc: unaryVector(122),
  nearest: unaryVector(148),
  abs: unaryVector(236),
  neg: unaryVector(237),
  sqrt: unaryVector(239),
  add: binaryVector(240),
  sub: binaryVector(241),
  mul: binaryVector(242),
  div: binaryVector(243),
  min: binaryVector(244),
  max: binaryVector(245),
  pmin: binaryVector(246),
  pmax: binaryVector(247),
  ofLowI32: unaryVector(254),
  demote: unaryVector(94),
  promoteLow: unaryVector(95),
  madd: ternaryVector(0x107),
  nmadd: ternaryVector(0x108),
} as const

// ---- structure ----

const none = 0x40
export const ret: Code = 0x0f
export const drop = (x: Code): Code => [x, 0x1a]
export const choose = (yes: Code, no: Code, condition: Code): Code => [yes, no, condition, 0x1b]
export const when = (condition: Code, yes: Code, no?: Code): Code => [
  condition,
  0x04,
  none,
  yes,
  no === undefined ? [] : [0x05, no],
  0x0b,
]
/** One of two values, of which only that one is computed. */
export const either = (type: Type, condition: Code, yes: Code, no: Code): Code => [
  condition,
  0x04,
  typeCodes[type],
  yes,
  0x05,
  no,
  0x0b,
]
/** Does the body, and again as long as the condition holds after it. */
export const repeat = (body: Code, condition: Code): Code => [0x03, none, body, condition, 0x0d, 0, 0x0b]
/** Does the body as long as the condition holds before it. */
export const during = (condition: Code, body: Code): Code => [
  [0x02, none, 0x03, none],
  [condition, 0x45, 0x0d, 1],
  body,
  [0x0c, 0, 0x0b, 0x0b],
]
/** Fills bytes of the memory with zeros. */
export const clearMemory = (from: Code, bytes: Code): Code => [from, i32.const(0), bytes, 0xfc, 11, 0]
/** Counts an i32 from 0 to below `end`, by `step`. */
export const count = (i: Local, end: Code, body: Code, step = 1): Code => [
  i.set(i32.const(0)),
  during(i32.lt(i.get, end), [body, i.set(i32.add(i.get, i32.const(step)))]),
]
