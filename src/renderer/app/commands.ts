import i18next from 'i18next';
import { notifications } from '@mantine/notifications';
import { ALL_COMMANDS, type Command, commandOfKey, isShellCommand } from '../../shared/commands.ts';
import { isPage } from '../../shared/pages.ts';
import { bridge, call, type Granted } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { copyReport } from '../ui/report.ts';
import { changeLanguage } from './i18n.ts';
import { request } from './requests.ts';
import { go } from './router.ts';
import { unlessUnsaved } from './unsaved.ts';

/** A browser keeps these keys to itself. */
const KEYS_OF_BROWSERS = /^Mod\+(\d|Shift\+[A-Z]|[IOPQ=-]|,)$/;

interface Hooks {
  openPalette(): void;
  toggleTheme(): void;
}

let hooks: Hooks = { openPalette: () => {}, toggleTheme: () => {} };

export function setHooks(next: Hooks): void {
  hooks = next;
}

/** Commands that can be run here: without the shell, only those of the page. */
export function availableCommands(): { id: Command; key: string | null }[] {
  return ALL_COMMANDS.filter(({ id }) => bridge || !isShellCommand(id)).map((command) =>
    bridge || !command.key || !KEYS_OF_BROWSERS.test(command.key) ? { ...command } : { ...command, key: null },
  );
}

export function commandLabel(id: Command): string {
  return isPage(id) ? i18next.t(`nav.${id}`) : i18next.t(`command.${id}`);
}

/** `Ctrl+K`, on macOS `⌘K`. */
export function keyLabel(key: string): string {
  const mac = bridge?.platform === 'darwin' || /Mac/.test(navigator.platform);
  return mac ? key.replace('Mod+', '⌘').replace('Shift+', '⇧') : key.replace('Mod', 'Ctrl');
}

export function run(id: Command, files: Granted[] = []): void {
  if (isShellCommand(id)) return bridge?.run(id);
  if (isPage(id)) return go(id);
  switch (id) {
    case 'palette':
      return hooks.openPalette();
    case 'theme':
      return hooks.toggleTheme();
    case 'language':
      return void switchLanguage();
    case 'import-music':
      go('library');
      return request('import-music', files);
    case 'import-study':
      go('study');
      return request('import-study', files);
    case 'start-demo':
      return unlessUnsaved(() => void notifyErrors(startDemo()));
    case 'backup':
      return void notifyErrors(call('backups/create', {})).then(
        (made) => made && notifications.show({ message: i18next.t('backups.made', { name: made.name }) }),
      );
    case 'copy-versions':
      return void notifyErrors(copyReport()).then(() => notifications.show({ message: i18next.t('errors.copied') }));
    case 'import-archive':
    case 'export-archive':
    case 'about':
    case 'log':
    case 'shortcuts':
    case 'tour':
      return request(id, files);
  }
}

async function startDemo(): Promise<void> {
  const { jobId } = await call('library/start-demo', {});
  if (jobId === null) showOtherLibrary();
  else go('overview');
}

/** Opens the library of before the demo. */
export function leaveDemo(): void {
  unlessUnsaved(() => void notifyErrors(call('library/leave-demo', {}).then(showOtherLibrary)));
}

/** The desktop app reloads its window by itself. */
function showOtherLibrary(): void {
  go('overview');
  if (!bridge) window.location.reload();
}

export async function switchLanguage(): Promise<void> {
  const language = i18next.language.startsWith('zh') ? 'en' : 'zh-CN';
  await changeLanguage(language);
  await notifyErrors(call('settings/set', { language }));
}

/** Keys work everywhere except where a text field or an open dialog needs them. */
export function listenForKeys(): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const id = commandOfKey({
      key: event.key,
      mod: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
      alt: event.altKey,
    });
    if (!id || !availableCommands().some((command) => command.id === id && command.key !== null)) return;
    event.preventDefault();
    run(id);
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}
