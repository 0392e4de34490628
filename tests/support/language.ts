import type { Page } from 'playwright-core';

/** Names of programs, formats, methods and measures that Chinese texts print as they are, and keys of the keyboard. */
const NAMES = new RegExp(
  `(?<![A-Za-z])(?:${[
    'tfjs-node|tfjs-backend-wasm',
    'Quadrille|TensorFlow|WASM|WebAssembly|Node|SQLite|Electron|SIMD|Chromium|Gephi|igraph|Taste Profile',
    'Million Song Dataset|Last\\.fm|MovieLens|ListenBrainz|Spotify|Kaggle|ORCID|ROR|ARWU|QS|SPSS|JSON|CSV|XLSX|PDF',
    'HTML|SVG|PNG|LaTeX|GraphML|GEXF',
    'WAV|AIFF|AU|MP3|FLAC|Ogg|Opus|HTTP|UTF-8|GB18030|English|MB|KB|GB|Hz|kHz|dB|mel|Mel|MiB',
    'MAE|NMAE|MSE|RMSE|MSLE|NDCG|MAP|MRR|AUC|F1|AC1|AC2|P|R|K|N|df|CI|SD|SE|Holm|Wilson|Fleiss|Krippendorff|Gwet|Cohen',
    'Everitt|Studer|MusiCNN|npy|Parquet|REML|ML|Word|CRAN|TraMineR|cluster|survival|lme4|data\\.csv',
    'Pearson|Fisher|McNemar|Bowker|Stuart|Maxwell|Wilcoxon|Mann|Whitney|Kruskal|Wallis|Welch|Benjamini|Hochberg',
    'Kaplan|Meier|Cox|Gray|Ward|PAM|SpringRank|Hommel|Yekutieli|Dunn',
    'Bonferroni|McFadden|Cramér|ALS|SVD|EASE|BPR|CNN|TF-IDF|Ctrl|Shift|Alt|Enter|Esc|Tab|Space|Home|End',
  ].join('|')})(?![A-Za-z])`,
  'g',
);

/** Of the data, shown with a result. */
const HASH = /\b[0-9a-f]{16}\b/g;

/** Every string that the page shows or tells a screen reader: texts (also in pictures), names, hints, values. */
export function shownOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const add = (value: string | null | undefined) => {
      const trimmed = value?.replace(/\s+/g, ' ').trim();
      if (trimmed) found.add(trimmed);
    };
    const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      if (parentElement && !parentElement.closest('script, style, code, pre, textarea') && seen(parentElement))
        add(textContent);
    }
    for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt], input')) {
      if (!seen(element)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) add(element.getAttribute(name));
      if (element instanceof HTMLInputElement && !['checkbox', 'radio'].includes(element.type)) add(element.value);
    }
    add(document.title);
    return [...found];
  });
}

/** The strings with a Latin word that is neither a usual name nor among the data, which are removed as a whole. */
export function englishIn(strings: readonly string[], data: readonly string[]): string[] {
  const longestFirst = [...new Set(data)].sort((a, b) => b.length - a.length);
  return strings.filter((string) => {
    if (!/[A-Za-z]{2}/.test(string)) return false;
    let rest = string.replaceAll(HASH, ' ');
    for (const known of longestFirst) {
      for (let at = rest.indexOf(known); at >= 0; at = rest.indexOf(known, at + 1)) {
        const [before, after] = [rest[at - 1] ?? '', rest[at + known.length] ?? ''];
        if (!/[A-Za-z]/.test(before + after)) rest = `${rest.slice(0, at)} ${rest.slice(at + known.length)}`;
      }
      if (!/[A-Za-z]{2}/.test(rest)) return false;
    }
    return /[A-Za-z]{2}/.test(rest.replaceAll(NAMES, ' '));
  });
}
