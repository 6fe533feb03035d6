// The least and the greatest of arrays, and their places, as NumPy finds them: a number that is none is both, and whole
// numbers of 64 bits are compared exactly.

export interface AnyLanes {
  readonly values: ArrayLike<number> | ArrayLike<bigint>
  readonly outer: number
  readonly length: number
  readonly inner: number
}

/** Whether numpy-ts finds others. */
export const needsCare = (values: ArrayLike<number> | ArrayLike<bigint>): boolean => {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return true
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true
  return false
}

/** Where along each lane the first of the greatest, or of the least, stands. */
function placesOf({ values, outer, length, inner }: AnyLanes, isMost: boolean): number[] {
  const places: number[] = []
  for (let i = 0; i < outer; i++)
    for (let k = 0; k < inner; k++) {
      const at = (j: number): number => values[(i * length + j) * inner + k] as number
      let place = 0
      for (let j = 1; j < length && !Number.isNaN(at(place)); j++)
        if (Number.isNaN(at(j)) || (isMost ? at(j) > at(place) : at(j) < at(place))) place = j
      places.push(place)
    }
  return places
}

const atPlaces = (lanes: AnyLanes, places: readonly number[]): (number | bigint)[] =>
  places.map((place, one) => {
    const { inner, length, values } = lanes
    const i = Math.floor(one / inner)
    return values[(i * length + place) * inner + (one % inner)]
  })

/** The middle of each lane; of one with a number that is none, that. */
function mediansOf(lanes: AnyLanes): number[] {
  const { values, outer, length, inner } = lanes
  const medians: number[] = []
  for (let i = 0; i < outer; i++)
    for (let k = 0; k < inner; k++) {
      const lane = Float64Array.from({ length }, (_, j) =>
        Number(values[(i * length + j) * inner + k]),
      ).sort()
      const middle = (lane[(length - 1) >> 1] + lane[length >> 1]) / 2
      medians.push(Number.isNaN(lane[length - 1]) ? NaN : middle)
    }
  return medians
}

/** What is found along the lanes, by NumPy's names. */
export const extremes: Readonly<Record<string, (lanes: AnyLanes) => (number | bigint)[]>> = {
  max: (lanes) => atPlaces(lanes, placesOf(lanes, true)),
  min: (lanes) => atPlaces(lanes, placesOf(lanes, false)),
  amax: (lanes) => extremes.max(lanes),
  amin: (lanes) => extremes.min(lanes),
  argmax: (lanes) => placesOf(lanes, true),
  argmin: (lanes) => placesOf(lanes, false),
  median: mediansOf,
}
