import { viridis } from '../../shared/palette.ts';

/** Of every loudness, as bytes have them. */
export const MEL_COLOURS = Array.from({ length: 256 }, (_, value) => viridis(value / 255));

/** A spectrogram of bytes, band major in base64: time to the right, pitch upwards, loudness by colour (viridis). */
export function melImage({ bands, frames, data }: { bands: number; frames: number; data: string }): ImageData {
  const values = atob(data);
  const picture = new ImageData(frames, bands);
  for (let band = 0; band < bands; band++)
    for (let frame = 0; frame < frames; frame++) {
      const [r, g, b] = MEL_COLOURS[values.charCodeAt(band * frames + frame)];
      picture.data.set([r, g, b, 255], 4 * ((bands - 1 - band) * frames + frame));
    }
  return picture;
}
