import { LISTED_PAGES, type PageId } from './pages.ts';

/**
 * What menus, the command palette and keys can do: each command once, with its key. The page runs them; those of the
 * shell are passed on to it. Every listed page is a command.
 */
export const PAGE_COMMANDS: readonly { id: PageId; key: string | null }[] = LISTED_PAGES.map(({ id, key }) => ({
  id,
  key,
}));

export const ACTION_COMMANDS = [
  { id: 'palette', key: 'Mod+K' },
  { id: 'import-music', key: 'Mod+I' },
  { id: 'import-study', key: 'Mod+Shift+I' },
  { id: 'start-demo', key: null },
  { id: 'backup', key: null },
  { id: 'export-archive', key: null },
  { id: 'import-archive', key: null },
  { id: 'theme', key: 'Mod+Shift+L' },
  { id: 'language', key: null },
  { id: 'tour', key: null },
  { id: 'shortcuts', key: 'Mod+/' },
  { id: 'log', key: null },
  { id: 'copy-versions', key: null },
  { id: 'about', key: null },
] as const;

/** Only in the desktop app. */
export const SHELL_COMMANDS = [
  { id: 'new-library', key: 'Mod+Shift+N' },
  { id: 'open-library', key: 'Mod+O' },
  { id: 'print', key: 'Mod+P' },
  { id: 'save-pdf', key: null },
  { id: 'zoom-in', key: 'Mod+=' },
  { id: 'zoom-out', key: 'Mod+-' },
  { id: 'zoom-reset', key: null },
  { id: 'full-screen', key: 'F11' },
  { id: 'quit', key: 'Mod+Q' },
] as const;

export type PageCommand = PageId;
export type ActionCommand = (typeof ACTION_COMMANDS)[number]['id'];
export type ShellCommand = (typeof SHELL_COMMANDS)[number]['id'];
export type Command = PageCommand | ActionCommand | ShellCommand;

export const ALL_COMMANDS: readonly { id: Command; key: string | null }[] = [
  ...PAGE_COMMANDS,
  ...ACTION_COMMANDS,
  ...SHELL_COMMANDS,
];

export function isShellCommand(id: unknown): id is ShellCommand {
  return SHELL_COMMANDS.some((command) => command.id === id);
}

/** The command that a key press means. `mod` is Ctrl, on macOS Command. */
export function commandOfKey(event: { key: string; mod: boolean; shift: boolean; alt: boolean }): Command | null {
  if (event.alt) return null;
  const typed = event.key === '+' ? '=' : event.key; // the same key, with or without Shift
  const key = typed.length === 1 ? typed.toUpperCase() : typed;
  const wanted = [
    ...(event.mod ? ['Mod'] : []),
    ...(event.shift && /^([A-Z]|F\d+)$/.test(key) ? ['Shift'] : []),
    key,
  ].join('+');
  return ALL_COMMANDS.find((command) => command.key === wanted)?.id ?? null;
}
