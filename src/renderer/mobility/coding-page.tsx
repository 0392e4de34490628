import { Alert, Badge, Button, Group, Kbd, Paper, ScrollArea, Skeleton, Stack, Text } from '@mantine/core';
import { attributeLabel } from '../../shared/mobility/words.ts';
import { said, useWord } from '../ui/said.ts';
import type { AppError } from '../../shared/errors.ts';
import { notifications } from '@mantine/notifications';
import { IconUser } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { PageProps } from '../app/page-view.tsx';
import { type CodeValue, EMPTY_CODE, type Mark, type ScholarView } from '../../shared/mobility/coding.ts';
import { call } from '../api.ts';
import { number, pair } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { ASKED_ABOUT, firstStage, firstView, useQueue, useTyping, yearConflict } from './coding/coding-queue.ts';
import { EvidencePane, markedText, NUMBERED, snippetOf } from './coding/evidence-pane.tsx';
import { FindDialog } from './coding/find-dialog.tsx';
import { KeysDialog } from './coding/keys-dialog.tsx';
import { MemoDialog, NoteBadge, noted } from './coding/coding-memo.tsx';
import { type CodingAction, keyName, useCodingKeys, useKeys } from './coding/keys.ts';
import { MoveSketch } from './analysis/plane.tsx';
import { CoderPrompt, Fictional, NoStudy, useCoder, useNames, useStudy } from './shared.tsx';
import { useProposals } from './coding/proposal-marks.tsx';
import { StageEditor } from './coding/stage-editor.tsx';
import { StageRow } from './coding/stage-row.tsx';
import { Bar } from '../ui/bar.tsx';

/**
 * One scholar per screen: evidence on the left, stages on the right; every decision is on disk before the next.
 */
export function Page({ id: scholarId }: PageProps) {
  const { data: study } = useStudy();
  const [coder, setCoder] = useCoder();
  if (!study || study.counts.scholars === 0 || !coder)
    return (
      <PageLayout page="coding">
        {study ? null : <Skeleton h={400} />}
        {study?.counts.scholars === 0 ? <NoStudy /> : null}
        {study && study.counts.scholars > 0 && !coder ? <CoderPrompt study={study} onName={setCoder} /> : null}
      </PageLayout>
    );
  return (
    <Workspace
      key={coder}
      coder={coder}
      start={scholarId === null ? null : Number(scholarId)}
      onChangeCoder={() => setCoder('')}
    />
  );
}

interface Editing {
  initial: CodeValue | null;
  typed: string;
}

interface Writing {
  accept?: boolean;
  advance?: boolean;
  /** The id of a line that is taken whole. */
  line?: number | null;
  marks?: Mark[] | undefined;
}

function Workspace({ coder, start, onChangeCoder }: { coder: string; start: number | null; onChangeCoder(): void }) {
  const { t } = useTranslation();
  const word = useWord();
  const { data: study } = useStudy();
  const { stage: stageName, transition } = useNames(study);
  const [keys, setKeys] = useKeys();
  const [view, setView] = useState<ScholarView | null>(null);
  const [finished, setFinished] = useState(false);
  const [at, setAt] = useState(0);
  const [line, setLine] = useState(0);
  const [firstNumbered, setFirstNumbered] = useState(0);
  const [editing, setEditing] = useState<Editing | null>(null);
  const { enqueue, drop, typeAhead } = useQueue();
  const typing = useTyping();
  const { proposals, move, movedOn } = useProposals(view);
  const [help, setHelp] = useState(false);
  const [finding, setFinding] = useState(false);
  const [noting, setNoting] = useState(false);

  const show = useCallback((next: ScholarView | null, keepStage = false) => {
    if (!next) return setFinished(true);
    setFinished(false);
    setView(next);
    setEditing(null);
    if (!keepStage) {
      setAt(firstStage(next, ({ code }) => code === null || code.state === 'skipped'));
      setLine(0);
      setFirstNumbered(0);
    }
  }, []);
  useEffect(() => {
    void notifyErrors(firstView(coder, start)).then((first) => {
      if (!first) return;
      if (first.view) show(first.view);
      setFinished(first.finished);
    });
  }, [coder, start, show]);

  const stage = view?.stages[at];
  const code = async (
    value: Partial<CodeValue>,
    { accept = false, advance = true, line = null, marks }: Writing = {},
  ) => {
    if (!view || !stage) return;
    const done = await call('mobility/code', {
      coder,
      scholarId: view.id,
      stage: stage.key,
      value,
      accept,
      line,
      marks,
    });
    if (done.abandonedRedos > 0) notifications.show({ message: t('coding.redoLost', { count: done.abandonedRedos }) });
    flushSync(() => {
      show(done.view, true);
      if (advance) setAt((index) => Math.min(view.stages.length - 1, index + 1));
    });
  };
  const write = (value: Partial<CodeValue>, writing?: Writing) => notifyErrors(code(value, writing));
  const acceptAll = async () => {
    if (!view) return;
    let latest: ScholarView | null = null;
    for (const { key, code, suggestion } of view.stages) {
      if ((code && code.state !== 'skipped') || !suggestion?.value) continue;
      const done = await notifyErrors(call('mobility/code', { coder, scholarId: view.id, stage: key, accept: true }));
      if (!done) break;
      latest = done.view;
    }
    const last = latest;
    if (last) flushSync(() => show(last));
  };
  const go = async (step: 'open' | 'previous') => {
    const next = await notifyErrors(call('mobility/next-scholar', { coder, from: view?.id ?? null, step }));
    if (next !== undefined && !(step === 'previous' && next === null)) flushSync(() => show(next));
  };
  const turn = async (direction: 'undo' | 'redo') => {
    const undone = direction === 'undo' ? view?.undo.next : null;
    const next = await notifyErrors(call('mobility/undo', { coder, direction }));
    if (!next) return;
    flushSync(() => {
      const here = next.id === view?.id;
      show(next, here);
      if (here && undone) setAt(firstStage(next, ({ key }) => key === undone));
    });
  };
  /** Keys pressed before the editor was seen are dropped: they meant the stages after this one. */
  const edit = (initial = stage?.code ?? stage?.suggestion?.value ?? null, mention = '') => {
    const typed = typeAhead.current || mention;
    drop();
    flushSync(() => setEditing({ initial, typed }));
  };
  /** Puts a line into the stage whole; what it leaves open is asked in the editor. */
  const takeLine = async (index: number, marked: string) => {
    const taken = view?.evidence[index];
    if (!view || !taken) return;
    setLine(index);
    const evidence = { file: taken.file, line: taken.line, snippet: snippetOf(taken, marked) };
    try {
      await code({ evidence }, { line: taken.id, marks: movedOn(taken.id) });
    } catch (error) {
      const { told } = error as AppError;
      if (!ASKED_ABOUT.includes(told?.id)) {
        drop();
        throw error;
      }
      notifications.show({ message: said(told) });
      const named = [...view.positions.filter(({ evidence: { id } }) => id === taken.id), ...proposals];
      const open = named.find(({ mention }) => mention !== '' && mention === told.values?.mention);
      const year = open?.startYear ?? open?.endYear ?? null;
      const known = { city: open?.city ?? null, country: open?.country ?? null, year, role: open?.role ?? null };
      edit({ ...EMPTY_CODE, ...known, evidence }, open?.mention);
    }
  };
  const note = async (change: { flagged?: boolean; memo?: string }) => {
    const next = view && (await notifyErrors(noted(coder, view.id, change)));
    if (next) flushSync(() => show(next, true));
  };
  const perform = (action: CodingAction, marked: string) => {
    if (!view || !stage) return drop(); // no field will open for letters that wait
    const takesSuggestion = stage.code === null && stage.suggestion?.value != null;
    const steps: Record<CodingAction, () => unknown> = {
      accept: () =>
        stage.suggestion?.value ? write({}, { accept: true }) : stage.code ? write({ state: 'coded' }) : edit(),
      acceptAll,
      edit: () => edit(),
      // On an uncoded stage these also accept the suggestion.
      uncertain: () => write({ uncertain: !stage.code?.uncertain }, { accept: takesSuggestion, advance: false }),
      missing: () => write({ state: 'missing', institution: null, city: null, country: null, year: null, role: null }),
      skip: () => write({ state: 'skipped' }),
      bind: () => {
        const bound = view.evidence[line];
        return (
          bound &&
          write(
            { evidence: { file: bound.file, line: bound.line, snippet: snippetOf(bound, marked) } },
            { accept: takesSuggestion, advance: false },
          )
        );
      },
      flag: () => note({ flagged: !view.flagged }),
      memo: () => setNoting(true),
      undo: () => turn('undo'),
      redo: () => turn('redo'),
      next: () => go('open'),
      previous: () => go('previous'),
      down: () => flushSync(() => setAt(Math.min(view.stages.length - 1, at + 1))),
      up: () => flushSync(() => setAt(Math.max(0, at - 1))),
      evidenceDown: () => flushSync(() => setLine(Math.min(view.evidence.length - 1, line + 1))),
      evidenceUp: () => flushSync(() => setLine(Math.max(0, line - 1))),
      find: () => setFinding(true),
      help: () => setHelp(true),
    };
    return steps[action]();
  };
  const latest = useRef({ perform, takeLine });
  latest.current = { perform, takeLine };
  const act = (action: CodingAction) => {
    // What is marked and who gets the next letters is settled as the key goes down, however slow the answers are.
    const marked = markedText();
    if (action === 'find') return flushSync(() => setFinding(true));
    if (action === 'help') return flushSync(() => setHelp(true));
    if (action === 'memo') return flushSync(() => setNoting(true));
    if (action === 'edit') typeAhead.current = '';
    enqueue(() => latest.current.perform(action, marked));
  };
  const digit = (number: number) => {
    const lines = view?.evidence.length ?? 0;
    if (number === 0) return setFirstNumbered(firstNumbered + NUMBERED < lines ? firstNumbered + NUMBERED : 0);
    const [index, marked] = [firstNumbered + number - 1, markedText()];
    enqueue(() => latest.current.takeLine(index, marked));
  };
  useCodingKeys(keys, { act, digit, typeAhead }, !help && !editing && !finding && !noting);

  if (!view) return <Skeleton h={400} />;
  const { progress } = view;
  const problemOf = (index: number) => {
    if (view.stages[index]?.evidenceWithdrawn) return t('coding.lineWithdrawn');
    const found = yearConflict(view.stages, index);
    return found ? t('coding.yearBefore', { ...found, stage: stageName(found.stage) }) : null;
  };
  const control = (action: CodingAction, disabled = false) => (
    <Button
      key={action}
      variant="default"
      size="compact-sm"
      disabled={disabled}
      onClick={() => act(action)}
      rightSection={<Kbd size="xs">{keyName(keys[action])}</Kbd>}
    >
      {t(`coding.actions.${action}`)}
    </Button>
  );
  const attributes = Object.entries(view.attributes).map(([name, value]) => pair(word(attributeLabel(name)), value));
  return (
    <PageLayout
      page="coding"
      title={view.name}
      about={[view.key, `${number(view.position)} / ${number(progress.scholars)}`, ...attributes].join(' · ')}
      badges={<Fictional study={study} />}
      actions={
        <>
          <NoteBadge view={view} />
          <Badge
            variant={typing ? 'outline' : 'light'}
            color={typing ? 'gray' : 'teal'}
            title={t(typing ? 'coding.typingHint' : 'coding.keysHint')}
          >
            {t(typing ? 'coding.typing' : 'coding.keysReady')}
          </Badge>
          {view.suggestions === 'hidden' ? (
            <Badge variant="light" color="gray" title={t('coding.blindHint')}>
              {t('coding.blind')}
            </Badge>
          ) : null}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconUser size={14} stroke={1.6} aria-hidden />}
            onClick={onChangeCoder}
            title={t('coding.changeCoder')}
          >
            {coder}
          </Button>
        </>
      }
    >
      <div className="coding">
        <div className="coding-panes">
          <EvidencePane
            evidence={view.evidence}
            current={line}
            firstNumbered={firstNumbered}
            bound={stage?.code?.evidence ?? stage?.suggestion?.value?.evidence ?? null}
            proposals={proposals}
            onMove={move}
            onPick={setLine}
          />
          <ScrollArea h="100%">
            <Stack gap="xs" pr="sm">
              {finished ? <Alert color="teal">{t('coding.allDone')}</Alert> : null}
              {view.notesOfScholar.length > 0 ? (
                <Alert color="orange" p="xs">
                  {t('coding.severalCurrent', { list: view.notesOfScholar.join(' / ') })}
                </Alert>
              ) : null}
              {view.stages.map((one, index) => (
                <StageRow
                  key={one.key}
                  name={stageName(one.key)}
                  stage={one}
                  active={index === at}
                  keys={keys}
                  problem={problemOf(index)}
                  onPick={() => setAt(index)}
                />
              ))}
              {editing && stage ? (
                <StageEditor
                  key={`${view.id} ${stage.key}`}
                  name={stageName(stage.key)}
                  initial={editing.initial}
                  typed={editing.typed}
                  onCancel={() => setEditing(null)}
                  onSave={(value) => {
                    // Closed at once, so that the next key is a shortcut again.
                    flushSync(() => setEditing(null));
                    enqueue(() => write(value));
                  }}
                />
              ) : null}
              <Paper withBorder p="xs">
                <Group justify="space-around" align="start" wrap="nowrap" mih={120}>
                  {view.moves.map((move) => (
                    <MoveSketch
                      key={`${move.from.stage}:${move.to.stage}`}
                      move={move}
                      title={transition(`${move.from.stage}:${move.to.stage}`)}
                    />
                  ))}
                  {view.moves.length === 0 ? (
                    <Text size="sm" c="dimmed">
                      {t('coding.noMoves')}
                    </Text>
                  ) : null}
                </Group>
              </Paper>
            </Stack>
          </ScrollArea>
        </div>
        <Stack gap={6}>
          <Group gap={6}>
            {control('accept', !stage?.suggestion?.value && !stage?.code)}
            {control('acceptAll', view.suggestions === 'hidden')}
            {(['edit', 'uncertain', 'missing', 'skip', 'bind'] as const).map((action) => control(action))}
            {control('undo', !view.undo.possible)}
            {control('redo', !view.undo.redo)}
            {(['previous', 'next', 'flag', 'memo', 'find', 'help'] as const).map((action) => control(action))}
          </Group>
          <Group gap="sm" wrap="nowrap">
            <Bar
              value={(100 * progress.done) / Math.max(1, progress.scholars)}
              flex={1}
              size="sm"
              label={t('coding.progress')}
            />
            <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
              {t('coding.counts', {
                done: number(progress.done),
                all: number(progress.scholars),
                skipped: number(progress.skipped),
                uncertain: number(progress.uncertain),
              })}
              {view.undo.redo ? ` · ${t('coding.redoWarning')}` : ''}
              {progress.perHour === null ? '' : ` · ${t('coding.rate', { rate: number(progress.perHour) })}`}
            </Text>
          </Group>
        </Stack>
        <FindDialog
          coder={coder}
          opened={finding}
          onClose={() => setFinding(false)}
          onChoose={(scholarId) =>
            void notifyErrors(call('mobility/get-scholar', { coder, scholarId })).then((found) => found && show(found))
          }
        />
        {noting ? (
          <MemoDialog view={view} stage={stage} onNote={note} onCode={write} onClose={() => setNoting(false)} />
        ) : null}
        <KeysDialog opened={help} onClose={() => setHelp(false)} keys={keys} onChange={setKeys} />
      </div>
    </PageLayout>
  );
}
