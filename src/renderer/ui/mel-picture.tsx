import { Text } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { viridis } from '../../shared/palette.ts';
import { useCall } from '../api.ts';
import { said } from './said.ts';

/** Of every loudness, as bytes have them. */
const COLOURS = Array.from({ length: 256 }, (_, value) => viridis(value / 255));

/** The mel spectrogram of a song's clip: time to the right, pitch upwards, loudness by colour (viridis). */
export function MelPicture({ songId, title, size = 256 }: { songId: string; title?: string; size?: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { data, error } = useCall('library/get-mel', { songId });
  // Until the picture is shown, no element has its label.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!data || !context) return;
    const values = Uint8Array.from(atob(data.data), (c) => c.charCodeAt(0));
    const picture = context.createImageData(data.frames, data.bands);
    for (let band = 0; band < data.bands; band++) {
      for (let frame = 0; frame < data.frames; frame++) {
        const at = 4 * ((data.bands - 1 - band) * data.frames + frame);
        const [r, g, b] = COLOURS[values[band * data.frames + frame]];
        picture.data.set([r, g, b, 255], at);
      }
    }
    context.putImageData(picture, 0, 0);
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
      <div style={{ width: size, height: size, background: `rgb(${COLOURS[0].join()})` }} aria-busy={!data}>
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
