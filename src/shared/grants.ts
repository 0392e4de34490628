/**
 * Files that a person chose, under names that mean nothing elsewhere. Pages hold grants and never paths, so that a page
 * cannot ask for a file that nobody chose.
 */
export interface FileGrants {
  add(file: string): string;
  /** @throws bad-request for a name that was not given in this session */
  resolve(grant: string): string;
}
