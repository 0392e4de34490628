import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { say } from '../../shared/messages/say.ts';

/**
 * Network file systems. SQLite's WAL needs memory shared by all processes that open the file, which no
 * network provides.
 */
const NETWORK_SYSTEMS = /^(nfs\d?|cifs|smb\d?|smbfs|smb2|afpfs|afs|webdav|davfs|9p|ceph|glusterfs|lustre|gpfs)$/i;
const NETWORK_FUSE = /^fuse\.(sshfs|smbnetfs|davfs2?|rclone|glusterfs|gvfsd-fuse|s3fs|curlftpfs)$/i;

/** Folder names of sync services, which would copy a database while it changes. */
const SYNC_SERVICES: readonly [RegExp, string][] = [
  [/^OneDrive( - .*)?$/i, 'OneDrive'],
  [/^Dropbox( \(.*\))?$/i, 'Dropbox'],
  [/^(Google ?Drive|My Drive|GoogleDrive-.*)$/i, 'Google Drive'],
  [/^(iCloud ?Drive|com~apple~CloudDocs|Mobile Documents)$/i, 'iCloud'],
  [/^Nextcloud$|^ownCloud$/i, 'Nextcloud'],
  [/^(Nutstore( Files)?|我的坚果云|坚果云)$/i, 'Nutstore'],
  [/^(BaiduSyncdisk|百度网盘同步空间|百度云同步盘)$/i, 'Baidu'],
  [/^pCloud ?Drive$|^MEGA(sync)?$|^Box( Sync)?$|^Seafile$|^SynologyDrive$/i, 'a sync service'],
  [/^CloudStorage$/i, 'a sync service'],
];

/**
 * The kind of file system that holds a path, by a list of `[mount point, kind]`: the longest mount point that contains
 * it.
 */
export function fileSystemOf(path: string, mounts: readonly [string, string][]): string | null {
  let best: [string, string] | null = null;
  for (const mount of mounts) {
    const inside = path === mount[0] || path.startsWith(mount[0].endsWith('/') ? mount[0] : `${mount[0]}/`);
    if (inside && mount[0].length >= (best?.[0].length ?? 0)) best = mount;
  }
  return best?.[1] ?? null;
}

/** Linux's `/proc/mounts`: spaces in names are written \040. */
export function parseProcMounts(text: string): [string, string][] {
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .filter((parts) => parts.length >= 3)
    .map((parts) => [
      parts[1].replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))),
      parts[2],
    ]);
}

/** What macOS's `mount` prints: `//user@host/share on /Volumes/share (smbfs, nodev)`. */
export function parseMountCommand(text: string): [string, string][] {
  return text.split('\n').flatMap((line) => {
    const match = / on (.+) \(([a-z0-9_]+)[,)]/i.exec(line);
    return match ? [[match[1], match[2]] as [string, string]] : [];
  });
}

export function isNetworkSystem(kind: string | null): boolean {
  return kind !== null && (NETWORK_SYSTEMS.test(kind) || NETWORK_FUSE.test(kind));
}

/** The sync service whose folder this is in, or null. */
export function syncServiceOf(path: string, platformSeparator = sep): string | null {
  for (const part of path.split(platformSeparator))
    for (const [pattern, name] of SYNC_SERVICES) if (pattern.test(part)) return name;
  return null;
}

/** The same for a folder of this machine; also finds Syncthing's marker. */
export function syncServiceHere(folder: string): string | null {
  const real = nearestReal(folder);
  for (let at = real; at !== dirname(at); at = dirname(at)) if (existsSync(`${at}${sep}.stfolder`)) return 'Syncthing';
  return syncServiceOf(real) ?? syncServiceOf(resolve(folder));
}

/** @throws AppError `bad-input` if the folder is on a network drive */
export function assertLocal(folder: string, mounts: readonly [string, string][] = mountsHere()): void {
  const real = nearestReal(folder);
  if (!(process.platform === 'win32' ? real.startsWith('\\\\') : isNetworkSystem(fileSystemOf(real, mounts)))) return;
  throw new AppError('bad-input', say('library.on-network-drive', { folder }), { folder });
}

function mountsHere(): [string, string][] {
  try {
    if (process.platform === 'linux') return parseProcMounts(readFileSync('/proc/self/mounts', 'utf8'));
    if (process.platform === 'darwin')
      return parseMountCommand(execFileSync('/sbin/mount', { encoding: 'utf8', timeout: 5000 }));
  } catch {
    // If the system does not say, the folder is assumed to be local.
  }
  return [];
}

/**
 * The folder with links resolved, or its nearest parent that exists. On Windows a mapped drive resolves to its
 * `\\server\share`.
 */
function nearestReal(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      return realpathSync.native(at);
    } catch {
      if (at === dirname(at)) return at;
    }
  }
}
