/** Minutes east of Greenwich, or a name of the database of zones. */
export type Zone = number | string;

/** What has one meaning and no name in the database of time zones; minutes east of Greenwich. */
const FIXED_OFFSETS: Readonly<Record<string, number>> = {
  UT: 0,
  WEST: 60,
  CEST: 120,
  EEST: 180,
  MSK: 180,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  JST: 540,
  KST: 540,
  HKT: 480,
  AEST: 600,
  AEDT: 660,
  ACST: 570,
  AWST: 480,
  NZST: 720,
  NZDT: 780,
};
/** Abbreviations that are names of zones too, with summer time. */
const NAMED: ReadonlySet<string> = new Set(['CET', 'EET', 'WET', 'MET']);
/** Abbreviations of several zones. */
const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  BST: ['Europe/London', 'Asia/Dhaka'],
  CST: ['America/Chicago', 'Asia/Shanghai', 'America/Havana'],
  IST: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  AST: ['America/Halifax', 'Asia/Riyadh'],
  GST: ['Asia/Dubai', 'Atlantic/South_Georgia'],
  SST: ['Asia/Singapore', 'Pacific/Pago_Pago'],
};

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** A zone's name behind a time of day: `Europe/Berlin`, `CET`. */
export const NAMED_ZONE = /(?<=:\d{2}[\d:.,]*)\s*([A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+|(?![AP]M$)[A-Z]{2,5})$/;

/** The zones that an abbreviation may mean; none if it means one, or nothing that is known. */
export function zonesOf(name: string): readonly string[] {
  return SEVERAL[name] ?? [];
}

export function isKnownZone(name: string): boolean {
  return name in FIXED_OFFSETS || formatOf(name) !== null;
}

/**
 * How many minutes a zone was east of Greenwich at a local time; null for a zone that is not known. A time that the end
 * of summer time made occur twice is the first, unless the name is of winter time; one that its beginning left out lies
 * behind it.
 */
export function offsetMinutesOf(name: string, localMs: number): number | null {
  if (name in FIXED_OFFSETS) return FIXED_OFFSETS[name];
  const format = formatOf(name);
  if (format === null) return null;
  const before = offsetAt(format, localMs - 86_400_000);
  const after = offsetAt(format, localMs + 86_400_000);
  if (before === after) return before;
  const [isBefore, isAfter] = [before, after].map((one) => offsetAt(format, localMs - one * 60_000) === one);
  // CET beside CEST tells the two apart.
  if (isBefore && isAfter && NAMED.has(name)) return Math.min(before, after);
  return isBefore ? before : offsetAt(format, localMs - after * 60_000);
}

function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour % 24, parts.minute, parts.second);
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 60_000);
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  const known = formats.get(name);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  if (name.includes('/') || NAMED.has(name))
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      format = null;
    }
  formats.set(name, format);
  return format;
}
