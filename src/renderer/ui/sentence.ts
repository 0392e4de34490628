import i18next from 'i18next';

type Translate = (text: string) => string;

/** Longer texts are somebody's content, not a sentence of the app. */
const LONGEST = 4000;
const MOST_SEEN = 5000;

interface Form {
  pattern: RegExp;
  text: string;
  fixed: number;
}

/**
 * Translates sentences that were filled in elsewhere (`say` in src/shared/say.ts): a text is known by the fixed words
 * around what was filled in, of which the most win;
 * what was filled in is translated too where it is a sentence itself. What is not known stays as it is.
 * @param catalogue English with `{1}`, `{2}` … → the same in another language
 */
export function sentenceTranslator(catalogue: Readonly<Record<string, string>>): Translate {
  const exact = new Map(Object.entries(catalogue).filter(([english]) => !/\{\d+\}/.test(english)));
  const forms: Form[] = Object.entries(catalogue)
    .filter(([english]) => /\{\d+\}/.test(english))
    .map(([english, text]) => {
      const fixed = english.split(/\{\d+\}/);
      return {
        pattern: new RegExp(`^${fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([^]*?)')}$`),
        text,
        fixed: fixed.join('').length,
      };
    })
    .sort((a, b) => b.fixed - a.fixed);

  const known = (text: string): string | null => {
    const translated = exact.get(text);
    if (translated !== undefined) return translated;
    for (const { pattern, text: form } of forms) {
      const filled = pattern.exec(text);
      if (filled) return form.replace(/\{(\d+)\}/g, (_, hole) => translate(filled[Number(hole)]));
    }
    return null;
  };

  // Lists are drawn anew with every step of a job, and each text would be held against some hundred forms again.
  const seen = new Map<string, string>();
  function translate(text: string): string {
    const before = seen.get(text);
    if (before !== undefined) return before;
    if (seen.size >= MOST_SEEN) seen.clear();
    const translated = found(text);
    seen.set(text, translated);
    return translated;
  }

  function found(text: string): string {
    const bare = text.trim();
    if (bare === '' || text.length > LONGEST) return text;
    const all = known(bare);
    if (all !== null) return all;
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
  if (language === 'zh-CN')
    chinese = sentenceTranslator((await import('../../../resources/translations/sentences.zh-CN.json')).default);
}

/** A sentence of the backend (an error, a note, a reason) in the page's language. */
export function sentence(text: string): string {
  return i18next.language === 'zh-CN' ? chinese(text) : text;
}
