import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Placement } from '../../shared/contract/scoring.ts';
import { call, type Granted, useCall } from '../api.ts';
import { linkTo } from '../app/router.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { number } from '../ui/format.ts';
import { notifyErrors } from '../ui/notify.tsx';
import { Panel } from '../ui/panel.tsx';
import { PlayButton } from '../ui/play-button.tsx';
import { said } from '../ui/said.ts';
import { useListenerNames } from './listener-names.tsx';
import { modelName, useModelTypes } from './model-types.ts';

/** For a dropped file: its nearest songs, likely listeners, and the certainty. */
export function PlaceRecording({
  model,
  shown,
  placed,
  onPlaced,
  onShow,
}: {
  model: string | undefined;
  /** Of the map; null for one of vectors. */
  shown: string | null;
  placed: Placement | null;
  onPlaced(placed: Placement): void;
  /** Shows the map of the model that placed it. */
  onShow(model: string): void;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const place = async (granted: Granted[] | undefined) => {
    if (!granted?.[0]) return;
    setBusy(true);
    const answer = await notifyErrors(
      call('audio/place', { grant: granted[0].grant, onMap: true, ...(model ? { model } : {}) }),
    );
    setBusy(false);
    if (answer) onPlaced(answer);
  };
  return (
    <Panel title={t('place.title')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t('place.help')}
        </Text>
        <FilePicker
          what="files"
          label={t('place.choose')}
          busy={busy}
          onPick={(granted) => void place(granted.slice(0, 1))}
        />
        {placed ? <Placed placement={placed} shown={shown} onShow={onShow} /> : null}
      </Stack>
    </Panel>
  );
}

/** What one has to know before believing the rest leads; of a recording unlike any other no appeal is told. */
function Placed({
  placement: { file, model, nearest, audience, appealPercentile, certainty, unlike, clip },
  shown,
  onShow,
}: {
  placement: Placement;
  shown: string | null;
  onShow(model: string): void;
}) {
  const { t } = useTranslation();
  const { nameOf } = useListenerNames();
  const { all } = useModelTypes();
  const { data: models = [] } = useCall('models/list', {});
  const own = models.find(({ name }) => name === model);
  const title = own ? modelName(all, own) : model;
  return (
    <Stack gap={6}>
      {unlike ? (
        <Alert color="orange" p="xs">
          {said(unlike)}
        </Alert>
      ) : null}
      {clip.warning ? (
        <Alert color="orange" p="xs">
          {said(clip.warning)}
        </Alert>
      ) : null}
      <Text size="sm" fw={600}>
        {t('place.nearest', { file })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('place.by', { model: title })}
      </Text>
      {model === shown ? null : (
        <Alert color="blue" p="xs">
          <Text size="sm">{t('place.notDrawn')}</Text>
          {own ? (
            <Button variant="default" mt={6} onClick={() => onShow(model)}>
              {t('place.show', { model: title })}
            </Button>
          ) : null}
        </Alert>
      )}
      {nearest.slice(0, 6).map(({ songId, title, artist, hasClip, similarity }) => (
        <Group key={songId} gap="xs" wrap="nowrap">
          <PlayButton songId={songId} title={title ?? songId} disabled={!hasClip} />
          <Anchor size="sm" flex={1} truncate href={linkTo('song', songId)}>
            {title ?? songId}{' '}
            <Text span size="xs" c="dimmed">
              {artist}
            </Text>
          </Anchor>
          <Text size="xs" className="number" title={t('recommend.similarity')}>
            {number(similarity, 2)}
          </Text>
        </Group>
      ))}
      {unlike ? null : (
        <>
          <Text size="sm" fw={600}>
            {t('place.audience')}
          </Text>
          <Text size="xs" c="dimmed">
            {t('place.audienceUnit')}
          </Text>
          {audience.slice(0, 5).map(({ listenerId, score }) => (
            <Group key={listenerId} justify="space-between" wrap="nowrap">
              <Anchor size="xs" className="mono" truncate href={linkTo('recommend', listenerId)} title={listenerId}>
                {nameOf(listenerId)}
              </Anchor>
              <Text size="xs" className="number">
                {number(score, 2)}
              </Text>
            </Group>
          ))}
          <Text size="xs">{t('place.appeal', { share: number(100 * appealPercentile) })}</Text>
          {certainty && certainty.median !== null ? (
            <Text size="xs">
              {t('place.sure', {
                n: certainty.songs,
                median: number(100 * certainty.median),
                lower: number(100 * (certainty.lower ?? 0)),
                upper: number(100 * (certainty.upper ?? 0)),
              })}
            </Text>
          ) : null}
        </>
      )}
    </Stack>
  );
}
