import { Group, Kbd, Paper, ScrollArea, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CodeValue, EvidenceLine, Mark, Proposal } from '../../../shared/mobility/coding.ts';

import { MarkedLine, MarksLegend, marksOfLine } from './proposal-marks.tsx';

/** How many lines have a digit at once. */
export const NUMBERED = 9;

/** What is marked on the page at this moment. */
export function markedText(): string {
  return window.getSelection()?.toString().trim() ?? '';
}

/** The marked text if it is of this line, otherwise the whole line. */
export function snippetOf(line: EvidenceLine, marked: string): string {
  return marked !== '' && line.text.includes(marked) ? marked : line.text;
}

function showLine(line: HTMLElement | null): void {
  line?.scrollIntoView({ block: 'nearest' });
}

/** The résumé as in its files; nine lines have a digit, and the line of the selected stage is highlighted. */
export function EvidencePane({
  evidence,
  current,
  firstNumbered,
  bound,
  proposals = [],
  onMove = () => {},
  onPick,
}: {
  evidence: EvidenceLine[];
  current: number;
  firstNumbered: number;
  bound: CodeValue['evidence'];
  /** None where what is proposed does not matter, as in settling. */
  proposals?: Proposal[];
  onMove?(before: Mark, after: Mark): void;
  onPick(index: number): void;
}) {
  const { t } = useTranslation();
  return (
    <Paper withBorder style={{ minHeight: 0, display: 'flex', flexDirection: 'column' }}>
      <Group justify="space-between" p={6} gap="xs">
        <Text size="xs" c="dimmed">
          {t('coding.evidence')}
        </Text>
        {proposals.length > 0 ? <MarksLegend /> : null}
      </Group>
      <ScrollArea style={{ flex: 1, minHeight: 0 }}>
        <div role="listbox" aria-label={t('coding.evidence')} tabIndex={-1}>
          {evidence.map((line, index) => {
            const isBound = bound?.file === line.file && bound.line === line.line && line.text.includes(bound.snippet);
            const marks = marksOfLine(proposals, line.id);
            return (
              <div key={line.id} role="presentation" style={{ display: 'flex', gap: 4, paddingLeft: 4 }}>
                <LineNumber digit={index - firstNumbered + 1} />
                <div
                  ref={index === current ? showLine : undefined}
                  role="option"
                  aria-selected={index === current}
                  tabIndex={-1}
                  onMouseDown={() => onPick(index)}
                  style={{
                    flex: 1,
                    padding: '5px 8px',
                    fontSize: 13,
                    lineHeight: 1.45,
                    textDecoration: line.withdrawn ? 'line-through' : undefined,
                    overflowWrap: 'anywhere',
                    borderLeft: `3px solid ${isBound ? 'var(--mantine-primary-color-filled)' : 'transparent'}`,
                    background: index === current ? 'var(--mantine-color-default-hover)' : undefined,
                  }}
                >
                  {marks.length > 0 ? (
                    <MarkedLine text={line.text} marks={marks} onMove={onMove} />
                  ) : (
                    <Marked text={line.text} snippet={isBound ? (bound?.snippet ?? '') : ''} />
                  )}
                  <Text span size="xs" c="dimmed" ml={6}>
                    {line.file}:{line.line}
                  </Text>
                </div>
              </div>
            );
          })}
        </div>
        {evidence.length > NUMBERED && firstNumbered < evidence.length ? (
          <Text size="xs" c="dimmed" p={6}>
            {t('coding.moreLines', {
              from: firstNumbered + 1,
              to: Math.min(evidence.length, firstNumbered + NUMBERED),
            })}
          </Text>
        ) : null}
        {evidence.length === 0 ? (
          <Text size="sm" c="dimmed" p="sm">
            {t('coding.noEvidence')}
          </Text>
        ) : null}
      </ScrollArea>
    </Paper>
  );
}

function Marked({ text, snippet }: { text: string; snippet: string }) {
  const at = snippet === '' || snippet === text ? -1 : text.indexOf(snippet);
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{snippet}</mark>
      {text.slice(at + snippet.length)}
    </>
  );
}

/** Not selectable, so that what is marked is the résumé's text only. */
function LineNumber({ digit }: { digit: number }) {
  const shown = digit >= 1 && digit <= NUMBERED;
  return (
    <Kbd size="xs" aria-hidden style={{ alignSelf: 'start', marginTop: 6, userSelect: 'none', opacity: shown ? 1 : 0 }}>
      {shown ? digit : 0}
    </Kbd>
  );
}
