/** The two halves of the app, and the pages common to both. */
export type Section = 'music' | 'careers' | 'app';

export interface PageEntry {
  /** Its file is `ID-page.tsx` in a folder of src/renderer and exports `Page`; its name is the text `nav.ID`. */
  id: string;
  section: Section;
  /** A name in `src/renderer/app/page-icons.ts`. */
  icon: string;
  key: string | null;
  /** Pages of one section that belong together; the sidebar names a group of several. */
  group?: string;
  /** A page reached only from another page; not in the sidebar, menus or palette. */
  within?: string;
  /** The menu that lists it; View by default. */
  menu?: 'file' | 'help';
}

/**
 * Every page, in the order of the sidebar: one line here and one file make a page. Sidebar, menu, palette and keys
 * derive from this list.
 */
export const PAGES = [
  { id: 'overview', section: 'music', icon: 'overview', key: null },
  { id: 'library', section: 'music', icon: 'library', key: 'Mod+1' },
  { id: 'recommend', section: 'music', icon: 'recommend', key: 'Mod+2' },
  { id: 'training', section: 'music', icon: 'training', key: 'Mod+3' },
  { id: 'experiments', section: 'music', icon: 'experiments', key: 'Mod+4' },
  { id: 'referee', section: 'music', icon: 'referee', key: null },
  { id: 'map', section: 'music', icon: 'map', key: 'Mod+5' },
  { id: 'song', section: 'music', icon: 'song', key: null, within: 'library' },
  { id: 'study', section: 'careers', group: 'data', icon: 'study', key: 'Mod+6' },
  { id: 'population', section: 'careers', group: 'data', icon: 'population', key: null },
  { id: 'institutions', section: 'careers', group: 'data', icon: 'institutions', key: 'Mod+7' },
  { id: 'codebook', section: 'careers', group: 'data', icon: 'codebook', key: null },
  { id: 'scholars', section: 'careers', group: 'scholars', icon: 'scholars', key: 'Mod+Shift+S' },
  { id: 'career', section: 'careers', icon: 'scholars', key: null, within: 'scholars' },
  { id: 'work', section: 'careers', group: 'scholars', icon: 'work', key: null },
  { id: 'coding', section: 'careers', group: 'coding', icon: 'coding', key: 'Mod+8' },
  { id: 'agreement', section: 'careers', group: 'quality', icon: 'agreement', key: 'Mod+9' },
  { id: 'trail', section: 'careers', group: 'quality', icon: 'trail', key: null },
  { id: 'quadrants', section: 'careers', group: 'results', icon: 'quadrants', key: 'Mod+Shift+F' },
  { id: 'analysis', section: 'careers', group: 'results', icon: 'analysis', key: 'Mod+Shift+A' },
  { id: 'export', section: 'careers', group: 'export', icon: 'export', key: null },
  { id: 'jobs', section: 'app', icon: 'jobs', key: 'Mod+Shift+J' },
  { id: 'guide', section: 'app', icon: 'guide', key: 'F1', menu: 'help' },
  { id: 'settings', section: 'app', icon: 'settings', key: 'Mod+,', menu: 'file' },
] as const satisfies readonly PageEntry[];

export type PageId = (typeof PAGES)[number]['id'];

export const LISTED_PAGES: readonly (PageEntry & { id: PageId })[] = PAGES.filter((page) => !('within' in page));

export function pageOf(id: PageId): PageEntry & { id: PageId } {
  return PAGES.find((page) => page.id === id) as PageEntry & { id: PageId };
}

export function isPage(id: string): id is PageId {
  return PAGES.some((page) => page.id === id);
}
