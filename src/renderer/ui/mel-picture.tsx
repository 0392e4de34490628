import { Text } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { MEL_COLOURS, melImage } from './mel-image.ts';
import { said } from './said.ts';

/** The mel spectrogram of a song's clip: time to the right, pitch upwards, loudness by colour (viridis). */
export function MelPicture({ songId, title, size = 256 }: { songId: string; title?: string; size?: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { data, error } = useCall('library/get-mel', { songId });
  // Until the picture is shown, no element has its label.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (data && context) context.putImageData(melImage(data), 0, 0);
  }, [data]);
  if (error)
    return (
      <Text size="sm" c="dimmed">
        {said(error)}
      </Text>
    );
  return (
    <figure style={{ margin: 0, width: size }}>
      {title ? (
        <Text size="xs" truncate title={title}>
          {title}
        </Text>
      ) : null}
      <div style={{ width: size, height: size, background: `rgb(${MEL_COLOURS[0].join()})` }} aria-busy={!data}>
        {data ? (
          <canvas
            ref={canvas}
            width={data.frames}
            height={data.bands}
            role="img"
            aria-label={title ? t('mel.of', { title }) : t('mel.label')}
            style={{ width: '100%', height: '100%', display: 'block' }}
          />
        ) : null}
      </div>
      <Text component="figcaption" size="xs" c="dimmed">
        {t('mel.axes')}
      </Text>
    </figure>
  );
}
