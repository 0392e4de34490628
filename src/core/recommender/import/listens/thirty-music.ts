import { say } from '../../../../shared/messages/say.ts';
import { isObject, parsedJson } from '../../../imports/json-values.ts';
import type { FileHead } from '../files/source.ts';
import type { Importer } from '../importer.ts';
import { LISTENS, TRACKS } from '../kinds.ts';
import { type Answer, READING_SHARE, stageLines } from '../row-staging.ts';
import { createTrackStaging, stageTrack } from '../songs/track-staging.ts';
import { TimeReader } from '../text/times.ts';
import { HistoryStager } from './history-stager.ts';

/** kind ⇥ id ⇥ seconds since 1970, or −1 ⇥ properties ⇥ relations, both as JSON. */
const FIELDS = 5;

/** 30Music's `relations/events.idomaar`: a listener and a track a line, known by their numbers. */
export const thirtyMusicImporter: Importer = {
  kind: LISTENS,
  formats: ['30music'],
  sniff: (head) => (isOf(head, 'event.play') ? '30music' : null),
  async stage(context) {
    const stager = new HistoryStager(context);
    const times = new TimeReader(context, []);
    await stageLines(
      context,
      (text) => {
        const [, , time, , relations] = fieldsOf(text);
        const found = parsed(relations);
        if (!found) return notALine();
        const [listener, song] = [idOf(found.subjects), idOf(found.objects)];
        if (listener === '') return ['user', say('import.is-empty')];
        if (song === '') return ['track', say('import.is-empty')];
        const seconds = times.seconds(time);
        if (seconds === 0) return ['time', say('import.not-a-time', { time })];
        stager.add(listener, { key: song, title: null, artist: null }, 1, seconds);
        return null;
      },
      READING_SHARE,
    );
    stager.finish();
  },
};

/** 30Music's `entities/tracks.idomaar`, whose names are the ends of addresses: `Sonic+Youth/_/Teen+Age+Riot`. */
export const thirtyMusicTracksImporter: Importer = {
  kind: TRACKS,
  formats: ['30music-tracks'],
  sniff: (head) => (isOf(head, 'track') ? '30music-tracks' : null),
  async stage(context) {
    createTrackStaging(context);
    await stageLines(context, (text) => {
      const [, key, , properties] = fieldsOf(text);
      const found = parsed(properties);
      if (!found || !key) return notALine();
      const [artist, title] = namesOf(String(found.name ?? ''));
      stageTrack(context, { key, song: key, artist: artist || null, title: title || null });
      return null;
    });
  },
};

function isOf(head: FileHead, kind: string): boolean {
  if (head.kind !== 'text') return false;
  const [own, id, , properties, ...more] = head.head.toString('utf8').split('\n', 1)[0].split('\t');
  return own === kind && /^\d+$/.test(id) && (properties ?? '').startsWith('{') && more.length <= 1;
}

/** Properties and relations stand in one field in some copies. */
function fieldsOf(text: string): string[] {
  const fields = text.trim().split('\t');
  return fields.length === FIELDS - 1 ? [...fields.slice(0, 3), ...fields[3].split(/(?<=\}) (?=\{)/)] : fields;
}

function parsed(text: string | undefined): Record<string, unknown> | null {
  try {
    const value = parsedJson(text ?? '');
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function notALine(): Answer {
  return ['line', say('import.not-30music')];
}

/** The id of the first of `[{"type": "user", "id": 1}]`. */
function idOf(list: unknown): string {
  const [first] = Array.isArray(list) ? (list as unknown[]) : [];
  const id = isObject(first) ? first.id : undefined;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : '';
}

/** Artist and title; a name without both is a title. */
function namesOf(name: string): [artist: string, title: string] {
  const parts = name.split('/').map(unescaped);
  const at = parts.indexOf('_');
  if (at > 0) return [parts.slice(0, at).join('/'), parts.slice(at + 1).join('/')];
  return parts.length === 2 ? [parts[0], parts[1]] : ['', parts.join('/')];
}

function unescaped(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced).trim();
  } catch {
    return spaced.trim();
  }
}
