import type { DragEvent } from 'react';
import { type PageId, pageOf } from '../../shared/pages.ts';
import { grantDropped } from '../api.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { run } from './commands.ts';

/**
 * Files dropped anywhere: an archive is offered for import; other files go to the import dialog of the half of the app
 * that is in front.
 */
export function useDrop(page: PageId) {
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      if (files.length === 0) return;
      void notifyErrors(grantDropped(files)).then((granted) => {
        if (!granted) return;
        const [first] = granted;
        if (granted.length === 1 && first.name.endsWith('.quadrille-archive')) run('import-archive', granted);
        else run(pageOf(page).section === 'careers' ? 'import-study' : 'import-music', granted);
      });
    },
  };
}
