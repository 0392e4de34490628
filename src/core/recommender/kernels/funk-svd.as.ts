// AssemblyScript, compiled to funk-svd.wasm.ts by `npm run kernels`.
// Stochastic gradient descent over the ratings of some listeners, in their order. Factor rows are padded with zeros to
// whole 64-byte blocks of eight
// doubles, so every loop works on blocks; a padded zero stays zero. Addresses are bytes.

export function descend(
  listener: u32, end: u32, offsets: usize, items: usize, ratings: usize, p: usize, q: usize,
  listenerBias: usize, songBias: usize,
  rowBytes: usize, mean: f64, rate: f64, reg: f64,
): void {
  const keep = 1 - rate * reg;
  const keep2 = f64x2.splat(keep);
  for (; listener < end; listener++) {
    const pRow = p + <usize>listener * rowBytes;
    const pEnd = pRow + rowBytes;
    const bias = listenerBias + (<usize>listener << 3);
    const last = load<u32>(offsets + (<usize>(listener + 1) << 2));
    for (let row = load<u32>(offsets + (<usize>listener << 2)); row < last; row++) {
      const song = <usize>load<u32>(items + (<usize>row << 2));
      const qRow = q + song * rowBytes;
      const itemBias = songBias + (song << 3);
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      let sum2 = f64x2.splat(0);
      let sum3 = f64x2.splat(0);
      let b = qRow;
      for (let a = pRow; a < pEnd; a += 64, b += 64) {
        sum0 = f64x2.add(sum0, f64x2.mul(v128.load(a), v128.load(b)));
        sum1 = f64x2.add(sum1, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
        sum2 = f64x2.add(sum2, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
        sum3 = f64x2.add(sum3, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
      }
      const sum = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
      const dot = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
      const bu = load<f64>(bias);
      const bi = load<f64>(itemBias);
      const error = <f64>load<f32>(ratings + (<usize>row << 2)) - (mean + bu + bi + dot);
      store<f64>(bias, bu + rate * (error - reg * bu));
      store<f64>(itemBias, bi + rate * (error - reg * bi));
      const step = f64x2.splat(rate * error);
      b = qRow;
      for (let a = pRow; a < pEnd; a += 32, b += 32) {
        const p0 = v128.load(a);
        const p1 = v128.load(a, 16);
        const q0 = v128.load(b);
        const q1 = v128.load(b, 16);
        v128.store(a, f64x2.add(f64x2.mul(keep2, p0), f64x2.mul(step, q0)));
        v128.store(a, f64x2.add(f64x2.mul(keep2, p1), f64x2.mul(step, q1)), 16);
        v128.store(b, f64x2.add(f64x2.mul(keep2, q0), f64x2.mul(step, p0)));
        v128.store(b, f64x2.add(f64x2.mul(keep2, q1), f64x2.mul(step, p1)), 16);
      }
    }
  }
}
