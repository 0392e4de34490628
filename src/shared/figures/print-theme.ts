import { CLASS_COLOURS } from '../palette.ts';

/** Widths of one and of two columns of a journal. */
export const FIGURE_WIDTHS_MM = [85, 170] as const;
export const FIGURE_FONTS = ['serif', 'sans'] as const;
export const FIGURE_DPI = [300, 600] as const;

/** How a figure looks in print, whatever the screen. */
export interface PrintTheme {
  widthMm: (typeof FIGURE_WIDTHS_MM)[number];
  font: (typeof FIGURE_FONTS)[number];
  /** Classes are told apart by patterns and dashes too, so that they survive a print without colours. */
  greySafe: boolean;
}

export const PRINT_THEME: PrintTheme = { widthMm: 170, font: 'serif', greySafe: true };

export const POINTS_PER_MM = 72 / 25.4;

/** Families that journals ask for, Chinese ones beside them. */
export const FONT_FAMILIES: Record<PrintTheme['font'], string> = {
  serif: "'Times New Roman', SimSun, 宋体, 'Noto Serif CJK SC', 'Noto Serif', serif",
  sans: "Arial, 'Microsoft YaHei', 黑体, 'Noto Sans CJK SC', 'Noto Sans', sans-serif",
};

export const DASHES = ['', '6 3', '2 3', '8 3 2 3', '4 2', '1 2'] as const;

/** Lines of a hatch in a square of 6; the first class has none. */
const HATCHES = [
  '',
  'M0 6L6 0',
  'M0 0L6 6',
  'M0 3H6',
  'M3 0V6',
  'M0 0L6 6M0 6L6 0',
  'M0 3H6M3 0V6',
  'M3 3h.1',
  'M0 1.5H6M0 4.5H6',
  'M1.5 0V6M4.5 0V6',
] as const;

/** How a class is filled: its colour, or its colour under a hatch. No two classes look alike, up to a hundred. */
export function fillOf(index: number, theme: PrintTheme): string {
  return hatchOf(index, theme) === '' ? colourOf(index) : `url(#class-${index})`;
}

/** Where the colours begin again, each has another hatch than before. */
function hatchOf(index: number, { greySafe }: PrintTheme): string {
  const round = Math.floor(index / CLASS_COLOURS.length);
  return HATCHES[(greySafe ? index + round : round) % HATCHES.length];
}

export function colourOf(index: number): string {
  return CLASS_COLOURS[index % CLASS_COLOURS.length];
}

/** The hatches of so many classes, to stand in an SVG's head. */
export function hatches(classes: number, theme: PrintTheme): string {
  const patterns = Array.from({ length: classes }, (_, i) => {
    const hatch = hatchOf(i, theme);
    if (hatch === '') return '';
    return (
      `<pattern id="class-${i}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" ` +
      `fill="${colourOf(i)}"/><path d="${hatch}" stroke="#fff" stroke-width="1.1" stroke-linecap="round"/></pattern>`
    );
  });
  return patterns.every((one) => one === '') ? '' : `<defs>${patterns.join('')}</defs>`;
}

/** Of a text in ems, near enough to break lines: Chinese signs are as wide as high. */
export function emsOf(text: string): number {
  let total = 0;
  for (const sign of text) total += /[\u2E80-\uFFEF]/.test(sign) ? 1 : /[A-ZMWmw%]/.test(sign) ? 0.75 : 0.5;
  return total;
}

/** Cut in the middle, where names of files are most alike, to be no wider than this. */
export function shortened(text: string, mostEms: number): string {
  const signs = [...text];
  const cut = (kept: number) => [...signs.slice(0, Math.ceil(kept / 2)), '…', ...signs.slice(-Math.floor(kept / 2))];
  let kept = signs.length;
  while (kept > 2 && emsOf(kept === signs.length ? text : cut(kept).join('')) > mostEms) kept--;
  return kept === signs.length ? text : cut(kept).join('');
}

/** Broken where a line is full: at spaces, or anywhere in Chinese. */
export function linesOf(text: string, mostEms: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.match(/[\u2E80-\uFFEF]|[^\s\u2E80-\uFFEF]+\s*|\s+/gu) ?? []) {
    if (line !== '' && emsOf(line + part.trimEnd()) > mostEms) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  return [...lines, line.trimEnd()].filter((one) => one !== '');
}
