import { statSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { isPutThere, mayBeData } from '../../../imports/left-out.ts';
import { entriesBelow } from '../../../storage/files-below.ts';

const CV = /\.(txt|md|docx|pdf|xlsx)$/i;
/** Names of files that say what they are and not whose. */
const KINDS =
  'cv|vita|vitae|curriculum[ _-]?vitae|r[eé]sum[eé]|bio|biography|lebenslauf|document|text|个人简历|簡歷|简历|履历';
const WHAT_IT_IS = new RegExp(String.raw`^[\s\d_.()-]*(?:${KINDS})[\s\d_.()-]*$`, 'i');

export interface CvFile {
  path: string;
  /** From the folder that was given on. */
  name: string;
  /** Whose it is called. */
  named: string;
}

export interface CvFiles {
  cvs: CvFile[];
  /** How many are called after their folder, since they are called “CV” or the like. */
  byFolder: number;
  /** The other files of the folder, by name. */
  unread: string[];
}

/** A file, or the files of CVs of a folder and of all folders in it. */
export function cvFiles(given: string): CvFiles {
  if (!statSync(given).isDirectory()) {
    const named = basename(given, extname(given));
    return { cvs: [{ path: given, name: basename(given), named }], byFolder: 0, unread: [] };
  }
  const { files, folders, odd } = entriesBelow(given);
  const nameOf = (path: string) => relative(given, path).replaceAll('\\', '/');
  const isCv = (name: string) => CV.test(name) && mayBeData(name);
  // What is called as a CV and is no file is refused when it is read.
  const called = [...folders, ...odd].map(nameOf).filter(isCv);
  const names = [...files.map(nameOf), ...called].filter(isPutThere).sort();
  let byFolder = 0;
  const cvs = names.filter(isCv).map((name): CvFile => {
    const own = basename(name, extname(name));
    const isByFolder = WHAT_IT_IS.test(own) && dirname(name) !== '.';
    if (isByFolder) byFolder++;
    return { path: join(given, name), name, named: isByFolder ? basename(dirname(name)) : own };
  });
  return { cvs, byFolder, unread: names.filter((name) => !isCv(name)) };
}
