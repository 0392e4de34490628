/**
 * Marks a sentence that people read: say`${file} has no rows.` is that English text, as a plain string.
 *
 * Logs, exports and the command line print it as it is. The window shows it in its language: it finds the sentence by
 * its fixed parts in
 * resources/translations/sentences.zh-CN.json, which `npm run check` keeps complete. So no message has to carry a key
 * through storage and processes.
 */
export function say(parts: TemplateStringsArray, ...values: unknown[]): string {
  return parts.reduce((text, part, i) => `${text}${String(values[i - 1])}${part}`);
}
