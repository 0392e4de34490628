/** The first place from `from` up to `to` whose value is not below `value`, in ascending values; `to` where all are. */
export function lowerBound(values: ArrayLike<number>, value: number, from = 0, to = values.length): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of a value in ascending, distinct values; −1 if it is not among them. */
export function placeOf(values: ArrayLike<number>, value: number, from = 0, to = values.length): number {
  const at = lowerBound(values, value, from, to);
  return at < to && values[at] === value ? at : -1;
}
