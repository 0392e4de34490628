/**
 * CVs that a site or a template keeps as fields, a line each: Hugo's `title = "Professor"` and `company = "…"`, YAML
 * (`- position: …`, `institution: …`), JSON Resume. The fields of one entry are a line of a list.
 */

/** What a field tells, by the words that people call it. */
const WHAT: readonly (readonly [string, RegExp])[] = [
  ['start', /^(?:date_?start|start_?date|start|from)$/i],
  ['end', /^(?:date_?end|end_?date|end|to)$/i],
  ['date', /^(?:year|years|date|dates|period)$/i],
  ['role', /^(?:title|position|role|degree|study_?type|job_?title)$/i],
  ['field', /^(?:area|field)$/i],
  ['where', /^(?:company|company_name|institution|organi[sz]ation|university|school|employer|affiliation|name)$/i],
  ['town', /^(?:location|city)$/i],
];
const FIELD = /^([ \t]*)(-[ \t]+)?"?([A-Za-z][A-Za-z_]{1,14})"?[ \t]*[:=][ \t]*(["']?)([^"'\n]*?)\4,?[ \t]*$/;
const BEGINS = /^\s*(?:\[\[.*\]\]|[{[\]},\s]*|-)\s*$/;

interface Value {
  /** Of the value's first character in its text, and behind its last. */
  from: number;
  to: number;
}

/** A piece of a line that an entry becomes: characters of the text, or a word put in at a place of it. */
export type Piece = readonly [from: number, to: number] | { at: number; word: string };

export interface Entry {
  from: number;
  to: number;
  pieces: Piece[];
}

/** The entries that fields tell, each with the years first, what somebody was and where. */
export function entriesOfFields(text: string): Entry[] {
  const entries: Entry[] = [];
  let values = new Map<string, Value>();
  let [begun, end, at] = [0, 0, 0];
  const close = () => {
    const isEntry = values.has('where') && (values.has('start') || values.has('date') || values.has('role'));
    if (isEntry && values.size > 2) entries.push({ from: begun, to: end, pieces: piecesOf(text, values) });
    values = new Map();
  };
  for (const line of text.split('\n')) {
    const found = FIELD.exec(line);
    const what = found && WHAT.find(([, name]) => name.test(found[3]))?.[0];
    if (BEGINS.test(line) && line.trim() !== '') close();
    if (found && what) {
      if (found[2] || values.has(what)) close();
      if (values.size === 0) begun = at;
      const from = at + line.indexOf(found[5], line.search(/[:=]/) + 1);
      values.set(what, { from, to: from + found[5].length });
      end = at + line.length;
    }
    at += line.length + 1;
  }
  close();
  return entries;
}

function piecesOf(text: string, values: ReadonlyMap<string, Value>): Piece[] {
  const pieces: Piece[] = [];
  const add = (what: string, sign: string) => {
    const value = values.get(what);
    if (!value || value.from === value.to) return;
    if (pieces.length > 0) pieces.push({ at: value.from, word: sign });
    pieces.push([value.from, value.to]);
  };
  const [start, end] = [values.get('start'), values.get('end')];
  if (start) pieces.push([start.from, Math.min(start.to, start.from + 4)]);
  if (start && end) {
    const isOver = end.to > end.from;
    pieces.push({ at: start.to, word: isOver ? '-' : '-present' });
    if (isOver) pieces.push([end.from, /^\d{4}/.test(text.slice(end.from)) ? end.from + 4 : end.to]);
  }
  add('date', '\t');
  add('role', '\t');
  add('field', ', ');
  add('where', '\t');
  add('town', '\t');
  return pieces;
}
