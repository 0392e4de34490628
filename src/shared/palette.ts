/** Okabe and Ito's colours, distinguishable with any colour vision. */
export const OKABE_ITO = {
  blue: '#0072B2',
  orange: '#E69F00',
  green: '#009E73',
  purple: '#CC79A7',
  vermilion: '#D55E00',
  skyBlue: '#56B4E9',
} as const;

/** For everything that is not a class: the remainder, a frame, scholars who stayed. */
export const NEUTRAL_COLOUR = '#8a8a8a';

/** For numbered classes: Okabe and Ito's first, then four more that differ from them. */
export const CLASS_COLOURS: readonly string[] = [
  OKABE_ITO.blue,
  OKABE_ITO.orange,
  OKABE_ITO.green,
  OKABE_ITO.purple,
  OKABE_ITO.vermilion,
  OKABE_ITO.skyBlue,
  NEUTRAL_COLOUR,
  '#b3a400',
  '#7a5195',
  '#8c564b',
];

/**
 * For models, each with a contrast of three to one or more on the white page and on the dark one. The first ten are
 * the numbered classes, as far made darker or lighter as that takes; each next is the one farthest from those before it
 * (in OKLab, seen with full and with red- or green-blind vision, by Machado's matrices of 2009). So many are not told
 * apart by colour alone, see `strokeOf`.
 */
const MODEL_COLOURS: readonly string[] = [
  '#0f73b4',
  '#c38700',
  OKABE_ITO.green,
  OKABE_ITO.purple,
  OKABE_ITO.vermilion,
  '#469bd2',
  NEUTRAL_COLOUR,
  '#a09600',
  '#825fa5',
  '#9b5f55',
  '#be1eff',
  '#a578ff',
  '#ff467d',
  '#d20596',
  '#a550d2',
  '#dc0a37',
  '#f54bd7',
  '#b47855',
  '#737db9',
  '#00a0aa',
  '#c33c78',
];

/** The same colour for the same flow on every page and in every report. */
export const FLOW_COLOURS = {
  upward: OKABE_ITO.green,
  downward: OKABE_ITO.vermilion,
  parallel: OKABE_ITO.blue,
  mixed: OKABE_ITO.purple,
  same: OKABE_ITO.skyBlue,
  stayed: NEUTRAL_COLOUR,
} as const;

type Rgb = readonly [number, number, number];

const VIRIDIS_STOPS: readonly Rgb[] = [
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

/** Viridis, from 0 (dark) to 1 (light). */
export function viridis(share: number): Rgb {
  const position = Math.min(1, Math.max(0, share)) * (VIRIDIS_STOPS.length - 1);
  const low = Math.min(VIRIDIS_STOPS.length - 2, Math.floor(position));
  const part = (channel: number) =>
    Math.round(
      VIRIDIS_STOPS[low][channel] * (1 - (position - low)) + VIRIDIS_STOPS[low + 1][channel] * (position - low),
    );
  return [part(0), part(1), part(2)];
}

export const DASHES = ['solid', 'dash', 'dashdot', 'longdash', 'longdashdot', 'dot'] as const;
export type Dash = (typeof DASHES)[number];

/** Of a model drawn as one point, and along its line; names as Plotly has them. */
const MARKS = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down'] as const;
export type Mark = (typeof MARKS)[number];

export interface Stroke {
  colour: string;
  dash: Dash;
  mark: Mark;
}

/** Dots are kept for rows that frame the models. */
const MODEL_DASHES = DASHES.filter((dash) => dash !== 'dot');
/** By their place in `FRAMES`; chance and the noise ceiling never stand together. */
const FRAME_DASHES: readonly Dash[] = ['dot', 'longdashdot', 'dashdot', 'longdash', 'dot', 'dash'];

/**
 * How a model is drawn on every page, in every report and in every picture: a dash and a mark beside the colour, which
 * no two of 25 models have both, so that it can be told in grey.
 * @param place the model's number in the palette; undefined for a row that frames the models
 * @param frame which of these rows it is
 */
export function strokeOf(place: number | undefined, frame = 0): Stroke {
  if (place === undefined) {
    return { colour: NEUTRAL_COLOUR, dash: FRAME_DASHES[Math.max(0, frame) % FRAME_DASHES.length], mark: MARKS[0] };
  }
  return {
    colour: MODEL_COLOURS[place % MODEL_COLOURS.length],
    dash: MODEL_DASHES[place % MODEL_DASHES.length],
    mark: MARKS[Math.floor(place / MODEL_DASHES.length) % MARKS.length],
  };
}

/**
 * How an area of a model is filled, as CSS writes it. Of the second ten models areas are striped, of the third lined:
 * colours so many are not told apart by everybody.
 */
export function fillOf(place: number | undefined): string {
  const { colour } = strokeOf(place);
  const gap = 'var(--mantine-color-body)';
  const fills = [
    colour,
    `repeating-linear-gradient(90deg, ${colour} 0 3px, ${gap} 3px 5px)`,
    `linear-gradient(${colour} 0 40%, ${gap} 40% 60%, ${colour} 60%)`,
  ];
  return fills[Math.floor((place ?? 0) / CLASS_COLOURS.length) % fills.length];
}

/** As SVG writes it, in pixels. */
export const DASH_ARRAYS: Readonly<Record<Dash, string>> = {
  solid: '',
  dash: '6 3',
  dashdot: '8 3 2 3',
  longdash: '12 4',
  longdashdot: '12 3 2 3',
  dot: '2 3',
};
