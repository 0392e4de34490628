/**
 * Paths of files that the user dropped on the page or chose in it. The page can pass anything, so only real `File`
 * objects count: those that it makes itself have no path, and an object or an array of its own making could name any
 * file of the user. Between the page's world and this one Electron copies objects and arrays, and hands on a `File`
 * as the browser's own, without what the page may have added to it.
 *
 * @param pathForFile Electron's `webUtils.getPathForFile`; Electron before 32 has a `path` on the browser's own object
 */
export function pathsOfDropped(given: unknown, pathForFile: ((file: File) => string) | undefined): string[] {
  if (!Array.isArray(given)) return [];
  const paths: string[] = [];
  for (const file of given as unknown[]) {
    if (!(file instanceof File)) continue;
    const path = pathForFile ? pathForFile(file) : ownPath(file);
    if (typeof path === 'string' && path !== '') paths.push(path);
  }
  return paths;
}

/** By the getter of the class, not by a property of the object. */
function ownPath(file: File): unknown {
  return Object.getOwnPropertyDescriptor(File.prototype, 'path')?.get?.call(file);
}
