/** Where the build of the installed better-sqlite3 is, or will be, for the Electron in this folder. */
export function testDatabase(electronFolder: string): string;
/** Answers the file, or null after saying why there is none. */
export function buildTestDatabase(electronFolder: string): Promise<string | null>;
