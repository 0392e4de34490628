/** Languages whose names of months are read. Those of a name that means two months in two of them are left out. */
const LANGUAGES = [
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'tr',
  'ru',
  'uk',
  'hu',
  'ro',
];
const SHORTEST = 3;

const NUMBER_OF = monthNames();

/** The number of a month, from 1, by its name or what is left of it; 0 if it is none. */
export function monthOf(name: string): number {
  return NUMBER_OF.get(plain(name)) ?? 0;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f.]/g, '');
}

function monthNames(): Map<string, number> {
  const english = new Map<string, number>();
  for (const { name, month } of namesIn('en'))
    for (let letters = SHORTEST; letters <= name.length; letters++) english.set(name.slice(0, letters), month);
  const others = new Map<string, Set<number>>();
  for (const { name, month } of LANGUAGES.flatMap(namesIn))
    others.set(name, (others.get(name) ?? new Set<number>()).add(month));
  const settled = [...others]
    .filter(([, months]) => months.size === 1)
    .map(([name, [month]]) => [name, month] as const);
  return new Map([...settled, ...english]);
}

/** As they stand alone and behind a day, which are two forms in some languages. */
function namesIn(language: string): { name: string; month: number }[] {
  const forms = (['long', 'short'] as const).flatMap((month) => [
    new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }),
    new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' }),
  ]);
  return Array.from({ length: 12 }, (_, index) => index).flatMap((index) =>
    forms.flatMap((form) => {
      const parts = form.formatToParts(Date.UTC(2020, index, 15));
      const name = plain(parts.find(({ type }) => type === 'month')?.value ?? '');
      return /^\p{L}{3,}$/u.test(name) ? [{ name, month: index + 1 }] : [];
    }),
  );
}
