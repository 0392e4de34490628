const STOPS = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
];

const TABLE = Array.from({ length: 256 }, (_, value) => {
  const position = (value / 255) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(position));
  const share = position - low;
  return [0, 1, 2].map((c) => Math.round(STOPS[low][c] * (1 - share) + STOPS[low + 1][c] * share)) as [
    number,
    number,
    number,
  ];
});

/** The viridis colour of a value from 0 to 255. */
export function viridis(value: number): [number, number, number] {
  return TABLE[value];
}
