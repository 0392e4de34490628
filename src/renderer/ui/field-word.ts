import i18next from 'i18next';

/** A field that a reader names, in words; a column of the file keeps its name. */
export function fieldWord(field: string): string {
  const key = [`imports.fields.${field}`, `fields.${field}`].find((one) => i18next.exists(one));
  return key ? i18next.t(key) : field;
}
