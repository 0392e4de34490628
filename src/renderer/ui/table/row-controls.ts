import { type RefObject, useLayoutEffect } from 'react';

/** What Tab would stop at in every row; fields stay, since people fill them one after another. */
const CONTROLS = 'a[href], button';

/** The links and buttons of a row, in their order. */
export function controlsIn(row: Element | null | undefined): HTMLElement[] {
  return [...(row?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])].filter((control) => !control.matches(':disabled'));
}

/**
 * Tab stops at the links and buttons of one row only: a table of a thousand rows is passed in a few steps, and what is
 * in another row is reached by the arrows.
 *
 * @param stop the index of that row
 */
export function useOneRowOfStops(scroller: RefObject<HTMLElement | null>, stop: number): void {
  // After every change of the table: rows come and go while it is scrolled.
  useLayoutEffect(() => {
    for (const row of scroller.current?.querySelectorAll<HTMLElement>('tbody tr[data-index]') ?? []) {
      const isStop = row.dataset.index === String(stop);
      for (const control of row.querySelectorAll<HTMLElement>(CONTROLS)) {
        if (!isStop && control.tabIndex >= 0) {
          control.tabIndex = -1;
          control.dataset.passed = '';
        } else if (isStop && control.dataset.passed !== undefined) {
          control.removeAttribute('tabindex');
          delete control.dataset.passed;
        }
      }
    }
  });
}

/**
 * Moves the focus between a table and the controls of its active row: right goes into the row, left out of it.
 *
 * @returns whether the key had a meaning
 */
export function moveInRow(table: HTMLElement, target: HTMLElement, key: string): boolean {
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return false;
  const row = target.closest('tbody tr') ?? table.querySelector('tbody tr[data-active="true"]');
  const controls = controlsIn(row);
  const at = controls.indexOf(target);
  // In a heading, or in a field, the arrow has another meaning.
  if (controls.length === 0 || (at < 0 && target !== table) || (at < 0 && key === 'ArrowLeft')) return false;
  const next = at + (key === 'ArrowRight' ? 1 : -1);
  (next < 0 ? table : controls[Math.min(next, controls.length - 1)]).focus();
  return true;
}

/** After up or down in a row's control: the same control of the row that is active now. */
export function followRow(table: HTMLElement, target: HTMLElement): void {
  const at = controlsIn(target.closest('tbody tr')).indexOf(target);
  if (at < 0) return;
  requestAnimationFrame(() => {
    const controls = controlsIn(table.querySelector('tbody tr[data-active="true"]'));
    (controls[Math.min(at, controls.length - 1)] ?? table).focus({ preventScroll: true });
  });
}
