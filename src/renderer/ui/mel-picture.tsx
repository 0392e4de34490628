import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { viridis } from './viridis.ts';

/** The mel spectrogram of a song's clip: time to the right, pitch upwards, loudness by colour (viridis). */
export function MelPicture({ songId, size = 256 }: { songId: string; size?: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { data, error } = useCall('library/get-mel', { songId });
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!data || !context) return;
    const values = Uint8Array.from(atob(data.data), (c) => c.charCodeAt(0));
    const picture = context.createImageData(data.frames, data.bands);
    for (let band = 0; band < data.bands; band++) {
      for (let frame = 0; frame < data.frames; frame++) {
        const at = 4 * ((data.bands - 1 - band) * data.frames + frame);
        const [r, g, b] = viridis(values[band * data.frames + frame]);
        picture.data.set([r, g, b, 255], at);
      }
    }
    context.putImageData(picture, 0, 0);
  }, [data]);
  if (error)
    return (
      <Text size="sm" c="dimmed">
        {error.message}
      </Text>
    );
  return (
    <figure style={{ margin: 0 }}>
      <canvas ref={canvas} width={256} height={256} role="img" aria-label={t('mel.label')} style={{ width: size, height: size, background: '#440154', display: 'block' }} />
      <Text component="figcaption" size="xs" c="dimmed">
        {t('mel.axes')}
      </Text>
    </figure>
  );
}
