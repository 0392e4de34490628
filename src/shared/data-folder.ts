/** What the system tells of where programs keep their users' data. */
export interface SystemFolders {
  platform: string;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Where libraries lie that nobody chose a place for: with the user's data, as each system has it. */
export function dataFolder({ platform, home, environment }: SystemFolders): string {
  if (environment.QUADRILLE_DATA) return environment.QUADRILLE_DATA;
  if (platform === 'win32') return `${environment.APPDATA ?? `${home}\\AppData\\Roaming`}\\Quadrille`;
  if (platform === 'darwin') return `${home}/Library/Application Support/Quadrille`;
  return `${environment.XDG_DATA_HOME ?? `${home}/.local/share`}/quadrille`;
}
