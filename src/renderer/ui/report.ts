import { call, versionsHere } from '../api.ts';

/**
 * What a person pastes into a report of a problem: versions, and the error where there is one. Goes to the clipboard
 * and nowhere else.
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
