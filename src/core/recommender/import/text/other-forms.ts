import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';

/** Ids of one form, which every program keeps: those of the Million Song Dataset and of the Taste Profile. */
const OF_ONE_FORM = /^((SO|TR)[A-Z0-9]{16}|[0-9a-f]{40})$/;
const SPOTIFY = /^(spotify:track:|https?:\/\/open\.spotify\.com\/(?:intl-\w+\/)?track\/)?([0-9A-Za-z]{22})(?:\?.*)?$/;
const MUSICBRAINZ = /^https?:\/\/musicbrainz\.org\/\w+\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** Nothing in them is composed or blank; most ids are so. */
const ASCII = /^[!-~]+$/;
const ZEROS = /^0+(?=\d+$)/;

/** How an id may stand in another file: composed, in small letters, with single spaces, without what is around it. */
function plainForms(id: string): string[] {
  if (OF_ONE_FORM.test(id)) return [];
  const composed = ASCII.test(id) ? id : id.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  const [, address, spotify] = SPOTIFY.exec(composed) ?? [];
  // The size of its letters tells one song of Spotify's from another.
  if (spotify) return !address ? [] : address === 'spotify:track:' ? [spotify] : [spotify, `spotify:track:${spotify}`];
  const [, musicbrainz = composed] = MUSICBRAINZ.exec(composed) ?? [];
  const forms = [composed, musicbrainz, musicbrainz.toLowerCase(), id.replace(ZEROS, '')];
  return forms.filter((form) => form !== id);
}

interface Ids {
  ids: Iterable<string>;
  has(id: string): boolean;
}

/** How many differ from another only so, and the first of them with that one. */
interface Tally {
  ids: number;
  example: string;
  plain: string;
}

/** Ids that differ by zeros before a number, or only in how they are written otherwise; one at least is new. */
export function twinsAmong(fresh: Ids, known: Ids): { zeros: Tally; others: Tally } {
  const zeros = { ids: 0, example: '', plain: '' };
  const others = { ids: 0, example: '', plain: '' };
  const look = (ids: Iterable<string>, has: (id: string) => boolean) => {
    for (const example of ids) {
      const plain = plainForms(example).find(has);
      if (plain === undefined) continue;
      const tally = ZEROS.test(example) ? zeros : others;
      if (tally.ids++ === 0) Object.assign(tally, { example, plain });
    }
  };
  look(fresh.ids, (id) => fresh.has(id) || known.has(id));
  look(known.ids, (id) => fresh.has(id));
  return { zeros, others };
}

/**
 * What is said of such ids, since one listener or song may be two: a spreadsheet takes away zeros, and no two programs
 * write names and addresses alike.
 *
 * @param fresh ids that are new; `known` are those of before
 */
export function toldOfTwins(of: 'listeners' | 'songs', fresh: Ids, known: Ids): Message[] {
  const { zeros, others } = twinsAmong(fresh, known);
  return [
    ...(zeros.ids > 0 ? [say('import.ids-with-zeros', { of, ...zeros })] : []),
    ...(others.ids > 0 ? [say('import.ids-written-otherwise', { of, ...others })] : []),
  ];
}
