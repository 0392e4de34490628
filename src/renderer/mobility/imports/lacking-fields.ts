/** Fields that a table cannot be read without and that have no column; a name says whose a row is as an id does. */
export function lackingFields<Name extends string>(
  fields: readonly { name: Name; required: boolean }[],
  columns: Readonly<Record<string, string>>,
): Name[] {
  const isSaid = (field: string) => Boolean(columns[field]);
  return fields.flatMap(({ name, required }) =>
    required && !isSaid(name) && !(name === 'scholar' && isSaid('name')) ? [name] : [],
  );
}
