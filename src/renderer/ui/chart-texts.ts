import type { Data, Layout } from 'plotly.js';

// Plotly takes every text for markup: a song called “<b>Me</b> &amp; You” would be drawn bold, a link could be pressed.
// What charts are given is plain text, with line breaks; here it becomes what Plotly shows as such.

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\n': '<br>' };

export function asShown(text: string): string {
  return text.replace(/[&<>\n]/g, (sign) => SIGNS[sign]);
}

/** What holds texts, in traces, axes and notes; also classes along an axis. */
const TEXTS = ['text', 'hovertext', 'name', 'label', 'customdata', 'ticktext', 'x', 'y'];
const PARTS = ['node', 'link', 'title', 'xaxis', 'yaxis', 'annotations'];

type Parts = Record<string, unknown>;

function shownText(value: unknown): unknown {
  if (typeof value === 'string') return asShown(value);
  // Many points are numbers, which stay the array that Plotly knows.
  return Array.isArray(value) && value.some((one) => typeof one === 'string' || Array.isArray(one))
    ? value.map(shownText)
    : value;
}

function shownParts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownParts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as Parts).map(([key, part]) => {
      if (TEXTS.includes(key)) return [key, shownText(part)];
      return [key, PARTS.includes(key) ? shownParts(part) : part];
    }),
  );
}

export function tracesAsShown(data: readonly Data[]): Data[] {
  return shownParts(data) as Data[];
}

export function layoutAsShown(layout: Partial<Layout>): Partial<Layout> {
  return shownParts(layout) as Partial<Layout>;
}
