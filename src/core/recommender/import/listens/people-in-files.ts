/** What services call their files, with the kinds, years and numbers that they give them. */
const OF_SERVICE = new RegExp(
  '(my[ _-]?)?spotify|streaming[ _-]?history|endsong|watch[ _-]?history|extended|listening|listens|scrobbles|' +
    'recent[ _-]?tracks|music|audio(book)?|video|podcasts?|history|lastfm|listenbrainz|page|part',
  'gi',
);
const NUMBERS = /\d[\d_.-]*/g;
/** As a browser writes a second file of the same name. */
const COPY = / ?\(\d+\)(?=\.[^.]+$)/;

/** The folder that a participant's export lies in, if a folder holds several; '' at the top. */
function personFolder(name: string): string {
  const folders = name.split('/').slice(0, -1);
  const isOfExport = (folder: string) =>
    /^(my )?spotify|^mydata$|^listens$|^\d+$|account data|streaming history|^takeout$|youtube/i.test(folder);
  const last = folders.findIndex((folder) => /youtube/i.test(folder));
  return (last < 0 ? folders : folders.slice(0, last)).find((folder) => !isOfExport(folder)) ?? '';
}

/**
 * Whose each file of a folder may be: by the folder it lies in, else by what its name has beside the words and numbers
 * of a service (`alice_StreamingHistory0.json`), else as a second file of one name. '' if nothing tells people apart.
 */
export function peopleInFiles(names: readonly string[]): (name: string) => string {
  const folders = new Map(names.map((name) => [name, personFolder(name)]));
  if (new Set(folders.values()).size > 1) return (name) => folders.get(name) ?? '';
  const own = new Map(names.map((name) => [name, ownWords(name)]));
  if (new Set(own.values()).size > 1) return (name) => own.get(name) || fileName(name);
  const copied = names.some((name) => COPY.test(name) && names.includes(name.replace(COPY, '')));
  return (name) => (copied ? fileName(name) : (folders.get(name) ?? ''));
}

function ownWords(name: string): string {
  const words = fileName(name)
    .replace(/ ?\(\d+\)$/, '')
    .replaceAll(OF_SERVICE, ' ')
    .replaceAll(NUMBERS, ' ');
  return words.replaceAll(/^[\s_.-]+|[\s_.-]+$/g, '').replaceAll(/[\s_]{2,}/g, ' ');
}

function fileName(name: string): string {
  return (name.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '');
}
