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
