import { homedir, userInfo } from 'node:os';
import { dataFolder } from '../../shared/data-folder.ts';

/** This user's on this machine. */
export function dataFolderHere(): string {
  return dataFolder({ platform: process.platform, home: homedir() || userInfo().homedir, environment: process.env });
}
