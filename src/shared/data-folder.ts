/** What the system says about where programs keep user data. */
export interface SystemFolders {
  platform: string;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Default folder for libraries: with the user's data, by each system's convention. */
export function dataFolder({ platform, home, environment }: SystemFolders): string {
  if (environment.QUADRILLE_DATA) return environment.QUADRILLE_DATA;
  if (platform === 'win32') return `${environment.APPDATA || `${home}\\AppData\\Roaming`}\\Quadrille`;
  if (platform === 'darwin') return `${home}/Library/Application Support/Quadrille`;
  const { XDG_DATA_HOME: given = '' } = environment;
  // Empty or relative means not set, as its specification has it.
  return `${given.startsWith('/') ? given : `${home}/.local/share`}/quadrille`;
}

/** Where libraries are among the user's data: the person's, and the demo's. */
export function libraryPlaces(data: string): { own: string; demo: string } {
  return { own: `${data}/library`, demo: `${data}/demo/library` };
}
