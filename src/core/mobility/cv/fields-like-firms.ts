import type { Word } from './english-words.ts';

/** Heads of companies' names that are also what somebody teaches or studies. */
const HEAD = new RegExp(
  '^(?:Industries|Broadcasting|Semiconductors?|Records|Films|Studios|Partners|Petroleum|Architects|Ballet|Gallery|' +
    'Technologies)$',
);
const FIELD_WORD = new RegExp(
  '^(?:Creative|Cultural|Silent|Medical|Public|Classical|Contemporary|Nonprofit|Compound|Industry|Sports|Digital|' +
    'Modern|Emerging|Educational)$',
);
const OF_A_FIELD = /\b(?:in|of|(?:[BM]\.?(?:A|Sc|Mus|Phil)\.?|Ph\.?D\.?)(?: \(Hons\))?) $/;
const EMPLOYER_BEHIND = /^(?:,| at| and [A-Z]\w+,) (?:the )?[^,\n]{0,40}\b(?:University|College|Infirmary|Hospital)\b/;

/** "Lecturer in Creative Industries, University of Example": what is taught, and no company. */
export function isFieldLikeFirm(words: readonly Word[], text: string): boolean {
  const [{ from }, { text: head, to }] = [words[0], words[words.length - 1]];
  if (!HEAD.test(head)) return false;
  if (FIELD_WORD.test(words[words.length - 2]?.text ?? '')) return true;
  if (/^(?:Ballet|Gallery|Technologies)$/.test(head)) return false;
  return OF_A_FIELD.test(text.slice(Math.max(0, from - 24), from)) || EMPLOYER_BEHIND.test(text.slice(to, to + 80));
}
