/**
 * Files that the user chose, under opaque names. Pages hold grants, never paths, so that a page
 * cannot request a file that the user did not choose.
 */
export interface FileGrants {
  add(file: string): string;
  /** @throws bad-request for a name that was not issued in this session */
  resolve(grant: string): string;
}
