import { nameKey } from '../names/name-key.ts';

/** What exports of Scopus, Web of Science, CNKI and others call authors, titles and journals. */
const AUTHORS = ['authors', 'author full names', 'author s id', 'au', 'af', 'author 作者', '作者'];
const TITLES = ['title', 'article title', 'document title', 'ti', 'title 题名', '题名', '篇名', '论文题目'];
const SOURCES = [
  'source title',
  'publication title',
  'journal',
  'doi',
  'eid',
  'so',
  'ut',
  'source 文献来源',
  '刊名',
  '期刊',
];

/** Whether the headings are those of a list of publications, which says nothing about where its authors were when. */
export function isPublications(head: readonly string[]): boolean {
  const keys = new Set(head.map(nameKey));
  return [AUTHORS, TITLES, SOURCES].every((words) => words.some((word) => keys.has(nameKey(word))));
}

/** Whether the beginning of a JSON text is a list of works as OpenAlex has them. */
export function isWorks(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text) && /"authorships"\s*:/.test(text);
}

/** How exports of references as text begin: Web of Science, RIS, BibTeX, EndNote, PubMed, NoteExpress, CNKI. */
const REFERENCES =
  /^(?:FN (?:Clarivate|Thomson|ISI)|PT [A-Z]$|TY {2}- |@\w+\{|%0 |PMID- \d|\{Reference Type\}:|SrcDatabase-)/m;

/** Whether the beginning of a text is that of exported references, tagged or with a line a work. */
export function isReferences(text: string): boolean {
  const [first = '', second = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r?\n/);
  return REFERENCES.test(`${first}\n${second}`) || isPublications(first.split('\t'));
}

const AUTHOR_IDS = ['author id', 'auth id', 'auid', 'scopus id', 'scopus author id', 'researcherid', 'researcher id'];
const AUTHOR_COUNTS = [
  ...['h index', 'documents', 'number of documents', 'document count', 'publications', 'works count'],
  ...['cited by count', 'citations', 'times cited'],
];

/** Whether the headings are those of a list of authors: where each is now, with counts, and nothing of when. */
export function isAuthorList(head: readonly string[]): boolean {
  const keys = new Set(head.map(nameKey));
  const isDated = ['start', 'end', 'start year', 'end year', 'year', 'period'].some((word) => keys.has(word));
  return !isDated && [AUTHOR_IDS, AUTHOR_COUNTS].every((words) => words.some((word) => keys.has(word)));
}
