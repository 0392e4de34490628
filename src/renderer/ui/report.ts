import { call, versionsHere } from '../api.ts';

/**
 * Text for a problem report: versions, and the error if there is one. Copied to the clipboard,
 * sent nowhere.
 */
export async function reportText(error?: { message: string; code?: string }): Promise<string> {
  const known = await call('app/about', {}).catch(() => null);
  const versions = { ...known?.versions, ...versionsHere() };
  return [
    ...(error ? [`${error.code ? `${error.code}: ` : ''}${error.message}`, ''] : []),
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ...(known ? [`library format ${known.libraryFormat}`] : []),
    `page ${window.location.hash || '#/'}`,
    new Date().toISOString(),
  ].join('\n');
}

export async function copyReport(error?: { message: string; code?: string }): Promise<void> {
  await navigator.clipboard.writeText(await reportText(error));
}
