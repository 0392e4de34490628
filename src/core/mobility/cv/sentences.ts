import type { Span } from './spans.ts';

const ABBREVIATION = new RegExp(
  String.raw`(?:\b(?:do|ibid|Math|Chem|Biol|` +
    String.raw`Astron|Vis|Univ|Res|Sen|Temp|Mem|Lect|Asst|Dir|Exec|Coun|Cttee|Soc|Mus|Nat|` +
    String.raw`Internat|Gen|Dep|Corresp|Educ|Inst|Dept|Prof|Assoc|Asst|Dr|Mr|Mrs|Ms|S[st]|Sts|Mt|Coll|` +
    String.raw`Acad|Sci|Tech|Phys|Rev|Mus|` +
    String.raw`phil|rer|Appl|nat|habil|jur|Econ|Sociol|Psychol|Comp|Hons|Phil|Ed|Sc|Litt|Eng|Hon|Jr|Sr|vs|No|Vol|` +
    String.raw`Ph|[A-Z]|b|c|ca|e\.g|i\.e|U\.S|U\.K|cf|approx|incl|` +
    String.raw`esp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$`,
);

/** "Postdoctoral. Example University": what a line is about, and no sentence. */
const ONLY_A_TITLE =
  /^\s*(?:Post-?doc(?:toral)?|Ph\.?D|Master|Bachelor|Professor|Lecturer|Fellow)(?: \([^()\n]{1,24}\))?$/;

const DEGREE = /(?:Ph\.?D|[BM]\.(?:A|Sc|S|Ed|Mus|Eng|Phil)|D\.Phil|Ed\.D|LL\.[BMD]|M\.D)\.$/;
const STARTS = new RegExp(
  String.raw`^\.\s+(?:(?:From|In|Since|Until|Between|Before|By|I) [\da-z]|` +
    '(?:She|He|They|After|His|Her|My|Then|During|Having|Following|Upon) )',
);

/** "and, five years later, a Ph.D. From 1991": the stop of the title is that of the sentence too. */
function endsInDegree(text: string, at: number): boolean {
  return DEGREE.test(text.slice(Math.max(0, at - 7), at + 1)) && STARTS.test(text.slice(at, at + 14));
}

/** No sentence of a CV is longer; what is, no person wrote, and takes time that grows with its square. */
const MOST_LENGTH = 2000;

/** The sentences of a stretch of text; `;` ends one, a bracket holds what is in it together. */
export function sentences(text: string, { from, to }: Span): [number, number][] {
  const parts: [number, number][] = [];
  let start = from;
  let depth = 0;
  const [firstTab, lastTab] = [text.indexOf('\t', from), text.lastIndexOf('\t', to - 1)];
  for (let at = from; at < to; at++) {
    const sign = text[at];
    if (sign === '(' || sign === '（') depth++;
    if (sign === ')' || sign === '）') depth = Math.max(0, depth - 1);
    // Within a cell of a row, "Lecturer; Senior Lecturer from 2010" is one entry.
    const inCell = firstTab >= 0 && at > firstTab && at < lastTab && /[;；]/.test(sign);
    const full = /[。;!?；！？]/.test(sign) && !inCell;
    const stop =
      sign === '.' &&
      /^\.["')]?(?:\[\d{1,3}\])*\s+["(]?[A-Z"]/.test(text.slice(at, at + 22)) &&
      (!ABBREVIATION.test(text.slice(Math.max(start, at - 8), at + 1)) || endsInDegree(text, at)) &&
      !ONLY_A_TITLE.test(text.slice(start, Math.min(at, start + 40)));
    const tooLong = at - start > MOST_LENGTH && /[,\t ]/.test(sign);
    if ((full && depth === 0) || (stop && depth === 0) || tooLong) {
      parts.push([start, at + 1]);
      start = at + 1;
    }
  }
  parts.push([start, to]);
  return parts.filter(([a, b]) => text.slice(a, b).trim() !== '');
}

/** Characters from which a line is prose: fewer are an entry of a list. A Chinese sign says as much as two letters. */
const LEAST_PROSE = 60;
const LEAST_SENTENCE = 8;
const width = (text: string) => text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);

/** A line of prose as its sentences, each as it stands there; another line as it is. */
export function sentencesOfLine(line: string): string[] {
  if (line.includes('\t') || width(line) < LEAST_PROSE) return [line];
  const parts: string[] = [];
  for (const [from, to] of sentences(line, { from: 0, to: line.length })) {
    const part = line.slice(from, to);
    if (parts.length > 0 && width(part.trim()) < LEAST_SENTENCE) parts[parts.length - 1] += part;
    else parts.push(part);
  }
  return parts.map((part) => part.trim());
}

/** What stood between two sentences of a line. */
export function betweenSentences(before: string): string {
  return /[A-Za-z0-9.;!?)"'”’]$/.test(before) ? ' ' : '';
}
