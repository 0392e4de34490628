/** What main and the backend say to each other. Plain JSON, so that it crosses a utility process's channel and an ordinary child's alike. */
export type ToBackend =
  | { type: 'open'; libraryFolder: string }
  | { type: 'page-open'; page: number }
  | { type: 'page'; page: number; message: unknown }
  | { type: 'page-closed'; page: number }
  | { type: 'grant'; request: number; files: string[] }
  | { type: 'close' };

export type FromBackend =
  | { type: 'opened' }
  | { type: 'failed'; code: string; message: string }
  | { type: 'page'; page: number; message: unknown }
  | { type: 'granted'; request: number; granted: { grant: string; name: string }[] };
