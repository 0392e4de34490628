import i18next from 'i18next';

type Translate = (text: string) => string;

/** Longer texts are somebody's content, not a sentence of the app. */
const LONGEST = 4000;

interface Form {
  pattern: RegExp;
  text: string;
  fixed: number;
}

/**
 * Translates sentences that were filled in elsewhere (`say` in src/shared/say.ts): a text is known by the fixed words around what was filled in, of which the most win;
 * what was filled in is translated too where it is a sentence itself. What is not known stays as it is.
 * @param catalogue English with `{1}`, `{2}` … → the same in another language
 */
export function sentenceTranslator(catalogue: Readonly<Record<string, string>>): Translate {
  const whole = new Map(Object.entries(catalogue).filter(([english]) => !/\{\d+\}/.test(english)));
  const forms: Form[] = Object.entries(catalogue)
    .filter(([english]) => /\{\d+\}/.test(english))
    .map(([english, text]) => {
      const fixed = english.split(/\{\d+\}/);
      return { pattern: new RegExp(`^${fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([^]*?)')}$`), text, fixed: fixed.join('').length };
    })
    .sort((a, b) => b.fixed - a.fixed);

  const known = (text: string): string | null => {
    const exact = whole.get(text);
    if (exact !== undefined) return exact;
    for (const { pattern, text: translated } of forms) {
      const filled = pattern.exec(text);
      if (filled) return translated.replace(/\{(\d+)\}/g, (_, hole) => translate(filled[Number(hole)]));
    }
    return null;
  };

  function translate(text: string): string {
    const bare = text.trim();
    if (bare === '' || text.length > LONGEST) return text;
    const found = known(bare);
    if (found !== null) return found;
    // "FILE: sentence", as notes and rejections of one file among several are written.
    const colon = bare.indexOf(': ');
    const rest = colon > 0 ? known(bare.slice(colon + 2)) : null;
    return rest === null ? text : `${bare.slice(0, colon)}：${rest}`;
  }
  return translate;
}

let chinese: Translate = (text) => text;

/** Loads what the language needs, before the page is drawn in it. */
export async function loadSentences(language: string): Promise<void> {
  if (language === 'zh-CN') chinese = sentenceTranslator((await import('../../../resources/translations/sentences.zh-CN.json')).default);
}

/** A sentence of the backend (an error, a note, a reason) in the page's language. */
export function sentence(text: string): string {
  return i18next.language === 'zh-CN' ? chinese(text) : text;
}
