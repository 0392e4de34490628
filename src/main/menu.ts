import type { MenuItemConstructorOptions } from 'electron';
import { ALL_COMMANDS, type Command } from '../shared/commands.ts';
import { LISTED_PAGES } from '../shared/pages.ts';
import en from '../../resources/translations/en.json';
import zh from '../../resources/translations/zh-CN.json';

export type Language = 'en' | 'zh-CN';

const TEXTS = { en, 'zh-CN': zh };

export interface MenuOptions {
  platform: NodeJS.Platform;
  language: Language;
  recent: { folder: string; label: string }[];
  /** Runs a command, in the shell or in the page. */
  run(command: Command): void;
  openRecent(folder: string): void;
}

export function words(language: Language) {
  return TEXTS[language];
}

/** The menu bar, with the conventions of each system: an application menu on macOS, Exit on Windows, Quit elsewhere. */
export function menuTemplate({
  platform,
  language,
  recent,
  run,
  openRecent,
}: MenuOptions): MenuItemConstructorOptions[] {
  const { menu, nav, command } = words(language);
  const mac = platform === 'darwin';
  const item = (id: Command): MenuItemConstructorOptions => {
    const key = ALL_COMMANDS.find((one) => one.id === id)?.key;
    return {
      id,
      label: (nav as Record<string, string>)[id] ?? (command as Record<string, string>)[id],
      // The page listens for keys itself; on Windows and Linux the menu only shows them.
      ...(key
        ? { accelerator: key.replace('Mod', 'CommandOrControl').replace('=', 'Plus'), registerAccelerator: false }
        : {}),
      click: () => run(id),
    };
  };
  const pagesIn = (wanted: 'view' | 'file' | 'help') =>
    LISTED_PAGES.filter(({ menu: where = 'view' }) => where === wanted).map(({ id }) => item(id));
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const applicationMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      item('about'),
      line,
      ...pagesIn('file'),
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: menu.file,
    submenu: [
      item('new-library'),
      item('open-library'),
      {
        id: 'recent',
        label: menu.recent,
        enabled: recent.length > 0,
        submenu: recent.map(({ folder, label }) => ({
          label: label.replaceAll('&', '&&'),
          toolTip: folder,
          click: () => openRecent(folder),
        })),
      },
      line,
      item('import-music'),
      item('import-study'),
      line,
      item('backup'),
      item('export-archive'),
      item('import-archive'),
      line,
      item('print'),
      item('save-pdf'),
      line,
      ...(mac
        ? [{ role: 'close' } as const]
        : [...pagesIn('file'), line, { ...item('quit'), label: platform === 'win32' ? menu.exit : command.quit }]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: menu.edit,
    submenu: (
      [
        ['undo', menu.undo],
        ['redo', menu.redo],
        null,
        ['cut', menu.cut],
        ['copy', menu.copy],
        ['paste', menu.paste],
        ['selectAll', menu.selectAll],
      ] as ([MenuItemConstructorOptions['role'], string] | null)[]
    ).map((entry) => (entry ? { role: entry[0], label: entry[1] } : line)),
  };
  const view: MenuItemConstructorOptions = {
    label: menu.view,
    submenu: [
      item('palette'),
      line,
      ...pagesIn('view'),
      line,
      item('theme'),
      item('language'),
      line,
      item('zoom-in'),
      item('zoom-out'),
      item('zoom-reset'),
      item('full-screen'),
      { role: 'reload', label: menu.reload },
    ],
  };
  const help: MenuItemConstructorOptions = {
    label: menu.help,
    role: 'help',
    submenu: [
      ...pagesIn('help'),
      item('start-demo'),
      item('tour'),
      item('shortcuts'),
      line,
      item('log'),
      item('copy-versions'),
      ...(mac ? [] : [line, item('about')]),
    ],
  };
  return [
    ...(mac ? [applicationMenu] : []),
    file,
    edit,
    view,
    ...(mac ? [{ role: 'windowMenu', label: menu.window } as MenuItemConstructorOptions] : []),
    help,
  ];
}
