import { Text } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MARKS, type Mark, type Proposal, type ScholarView } from '../../../shared/mobility/coding.ts';

/** Parts of a line, each with the marks that cover it. */
function partsOf(text: string, marks: readonly Mark[]): { from: number; to: number; whats: Mark['what'][] }[] {
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i];
    const over = marks.filter((mark) => mark.from < to && mark.to > from);
    return { from, to, whats: MARKS.filter((what) => over.some((mark) => mark.what === what)) };
  });
}

/** The character of the line that the pointer is over, or null. */
function characterAt(line: Element | null, x: number, y: number): number | null {
  const caret = document.caretPositionFromPoint(x, y);
  const part = caret?.offsetNode.parentElement?.closest<HTMLElement>('[data-from]');
  if (!caret || !part || part.parentElement !== line) return null;
  return Number(part.dataset.from) + caret.offset;
}

/** A line with what is proposed underlined: dotted years, solid institutions, double roles, with ends to drag. */
export function MarkedLine({
  text,
  marks,
  onMove,
}: {
  text: string;
  marks: Mark[];
  onMove(before: Mark, after: Mark): void;
}) {
  const { t } = useTranslation();
  const [held, setHeld] = useState<{ index: number; end: 'from' | 'to' } | null>(null);
  const line = useRef<HTMLSpanElement>(null);
  const drag = useEffectEvent((event: PointerEvent) => {
    const at = held ? characterAt(line.current, event.clientX, event.clientY) : null;
    if (!held || at === null) return;
    const mark = { ...marks[held.index], [held.end]: at };
    if (mark.from < mark.to) onMove(marks[held.index], mark);
  });
  // The window listens: the grip that was taken is another element once its mark has moved.
  useEffect(() => {
    if (!held) return;
    const release = () => setHeld(null);
    window.addEventListener('pointermove', drag);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    return () => {
      window.removeEventListener('pointermove', drag);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
  }, [held]);
  const grip = (index: number, end: 'from' | 'to') => (
    // biome-ignore lint/a11y/noStaticElementInteractions: for a pointer only; `e` edits by keys
    <span
      key={`${index} ${end}`}
      className="proposal-grip"
      data-mark={marks[index].what}
      title={t('coding.dragMark')}
      onMouseDown={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        event.preventDefault();
        setHeld({ index, end });
      }}
    />
  );
  return (
    <span ref={line}>
      {partsOf(text, marks).map(({ from, to, whats }) => [
        marks.map((mark, index) => (mark.from === from ? grip(index, 'from') : null)),
        <span
          key={from}
          data-from={from}
          className={whats.length > 0 ? `proposal-${whats[0]}` : undefined}
          title={whats.map((what) => t(`coding.marks.${what}`)).join(' · ') || undefined}
        >
          {text.slice(from, to)}
        </span>,
        marks.map((mark, index) => (mark.to === to ? grip(index, 'to') : null)),
      ])}
    </span>
  );
}

/** Marks of a line, each once though several proposals share it. */
export function marksOfLine(proposals: readonly Proposal[], line: number): Mark[] {
  const all = proposals.flatMap(({ marks }) => marks.filter((mark) => mark.line === line));
  return all.filter((mark, i) => all.findIndex((other) => sameMark(other, mark)) === i);
}

function sameMark(a: Mark, b: Mark): boolean {
  return a.what === b.what && a.line === b.line && a.from === b.from && a.to === b.to;
}

/** A scholar's proposals with the marks as the coder dragged them. */
export function useProposals(view: ScholarView | null) {
  const [moved, setMoved] = useState<{ of: Proposal[]; now: Proposal[] } | null>(null);
  const told = view?.proposals ?? NONE;
  const proposals = moved && isSame(moved.of, told) ? moved.now : told;
  return {
    proposals,
    move: (before: Mark, after: Mark) =>
      setMoved({
        of: told,
        now: proposals.map((one) => ({
          ...one,
          marks: one.marks.map((mark) => (sameMark(mark, before) ? after : mark)),
        })),
      }),
    /** The dragged marks of a line's proposal, if there are any. */
    movedOn: (line: number): Mark[] | undefined =>
      proposals.findLast(
        ({ marks }, i) =>
          marks.some((mark) => mark.line === line) && marks.some((mark, k) => !sameMark(mark, told[i].marks[k])),
      )?.marks,
  };
}

const NONE: Proposal[] = [];
const isSame = (a: Proposal[], b: Proposal[]) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What the underlines mean. */
export function MarksLegend() {
  const { t } = useTranslation();
  return (
    <Text span size="xs" c="dimmed">
      {MARKS.map((what, i) => (
        <span key={what}>
          {i > 0 ? ' · ' : null}
          <span className={`proposal-${what}`}>{t(`coding.marks.${what}`)}</span>
        </span>
      ))}
    </Text>
  );
}
