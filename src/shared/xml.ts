/** What XML 1.0 forbids even in escaped form (section 2.2): one such sign makes a whole file unreadable. */
const NOT_IN_XML = /(?![\t\n\r])\p{Cc}|[\p{Cs}\uFFFE\uFFFF]/gu;

/** Without signs that no XML file may hold. */
export function withoutForbidden(text: string): string {
  return text.replace(NOT_IN_XML, '');
}

/** Inside an attribute, where readers turn line breaks and tabs into spaces unless they are escaped. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function escapeXml(text: string): string {
  return withoutForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
