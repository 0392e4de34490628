import { withoutEntities } from './entities.ts';

export interface XmlElement {
  /** Without the prefix of its namespace. */
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Its own text, that of its children left out. */
  text: string;
}

/** Text that is no well-formed XML, with the line on which this was seen. */
export class BadXml extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`not well-formed on line ${line}`);
    this.line = line;
  }
}

const TOKEN = new RegExp(
  [
    '<!--[\\s\\S]*?-->',
    '<!\\[CDATA\\[(?<data>[\\s\\S]*?)\\]\\]>',
    '<\\?[\\s\\S]*?\\?>',
    '<!DOCTYPE[^>[]*>',
    '</(?<closed>[^\\s<>]+)\\s*>',
    '<(?<opened>[^\\s<>/!?]+)(?<given>(?:\\s+[^\\s=<>/]+\\s*=\\s*(?:"[^"]*"|\'[^\']*\'))*)\\s*(?<empty>/?)>',
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
);

/** The root element of an XML document. Entities that a document declares itself are not read. */
export function parseXml(document: string): XmlElement {
  const text = document.replace(/^\uFEFF/, '');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open: { tag: string; element: XmlElement }[] = [{ tag: '', element: top }];
  const fail = (at: number) => new BadXml(text.slice(0, at).split('\n').length);
  const token = new RegExp(TOKEN);
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw fail(at);
    const { data, closed, opened, given = '', empty, text: own } = found.groups ?? {};
    const { tag, element } = open[open.length - 1];
    if (opened !== undefined) {
      const child: XmlElement = { name: localName(opened), attributes: attributesOf(given), children: [], text: '' };
      element.children.push(child);
      if (empty !== '/') open.push({ tag: opened, element: child });
    } else if (closed !== undefined) {
      if (closed !== tag) throw fail(at);
      open.pop();
    } else element.text += data ?? withoutEntities(own ?? '');
    at = token.lastIndex;
  }
  if (open.length > 1 || top.children.length !== 1 || top.text.trim() !== '') throw fail(at);
  return top.children[0];
}

/** The first child of this name, or null. */
export function childOf(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  return path.reduce<XmlElement | null>(
    (one, name) => one?.children.find((child) => child.name === name) ?? null,
    element,
  );
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}

function attributesOf(given: string): Record<string, string> {
  const found = given.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries(
    Array.from(found, ([, name, double, single]) => [localName(name), withoutEntities(double ?? single)]),
  );
}
