import { personKey, tidyName } from './person-key.ts';

const HAN = /^[\p{Script=Han}·•]+$/u;
/** What may follow a name behind a comma and is no first name. */
const AFTER_NAME =
  /^(?:(?:jr|sr|ii|iii|iv|ph\.?\s?d|d\.?\s?phil|m\.?\s?[ads]|md|dma|ed\.?d|mba|esq|prof(?:essor)?|dr)\.?[\s,]*)+$/i;

/** First and last name as they are read: 王 and 伟 are 王伟, Wei and Zhang are Wei Zhang. */
export function fullName(given: string, family: string): string {
  if (given === '' || family === '') return given || family;
  return HAN.test(given) && HAN.test(family) ? family + given : `${given} ${family}`;
}

/** "Zhang, Wei" as Wei Zhang; other names as they are. */
export function inReadingOrder(name: string): string {
  const parts = tidyName(name)
    .split(/\s*[,，]\s*/)
    .filter((part) => part !== '');
  const [family, given] = parts;
  const isReversed = parts.length === 2 && !/\d/.test(name) && !AFTER_NAME.test(given);
  return isReversed ? fullName(given, family) : name;
}

/** What all spellings of a scholar's name or id have in common: the order of first and last name does not count. */
export function scholarKeyOf(text: string): string {
  return personKey(inReadingOrder(text));
}

const ORCID = /(?:https?:\/\/)?(?:www\.)?(?:orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/i;

/** An ORCID iD without its hyphens, which its last sign proves to be one (ISO 7064, 11-2). */
function bareOrcid(text: string): string | null {
  const signs = text.trim().toUpperCase();
  if (!/^0000\d{11}[\dX]$/.test(signs)) return null;
  const sum = [...signs.slice(0, 15)].reduce((total, digit) => (total + Number(digit)) * 2, 0);
  const check = (12 - (sum % 11)) % 11;
  return signs.at(-1) === (check === 10 ? 'X' : String(check)) ? (signs.match(/.{4}/g) ?? []).join('-') : null;
}

/** The ORCID iD that a text holds, as ORCID writes it, and the text without it. */
export function withoutOrcid(text: string): { orcid: string | null; rest: string } {
  const bare = bareOrcid(text.normalize('NFKC'));
  if (bare !== null) return { orcid: bare, rest: '' };
  const found = ORCID.exec(text.normalize('NFKC'));
  if (found === null) return { orcid: null, rest: text };
  const rest = text
    .normalize('NFKC')
    .replace(ORCID, ' ')
    .replace(/\bORCID(?:\s*i?D)?\s*[:=]?/i, ' ')
    .replace(/[([<【]\s*[)\]>】]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;,|·/-]+|[\s;,|·/-]+$/g, '');
  return { orcid: found[1].toUpperCase(), rest };
}
