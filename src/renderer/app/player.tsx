import { ActionIcon, Button, CloseButton, Group, Text } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import { melImage } from '../ui/mel-image.ts';
import { closePlayer, playedShare, seek, switchSides, togglePlaying, usePlaying } from '../ui/player-state.ts';
import { said } from '../ui/said.ts';

const WIDTH = 1000;
const HEIGHT = 96;
const ICON = { size: 14, 'aria-hidden': true } as const;
const TYPING = 'input, textarea, select, button, a, [role="slider"], [contenteditable]';

/** The clip that plays, at the foot of the window: waveform over spectrogram, playhead, what it is compared with. */
export function Player() {
  const { t } = useTranslation();
  const playing = usePlaying();
  const opened = playing !== null;
  useEffect(() => {
    if (!opened) return;
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== ' ' || (target instanceof Element && target.closest(TYPING))) return;
      event.preventDefault();
      togglePlaying();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [opened]);
  if (!playing) return null;
  const { track, other, isOn, problem } = playing;
  return (
    <section className="player" aria-label={t('player.label')}>
      <Group gap="sm" wrap="nowrap" h="100%" px="md">
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t(isOn ? 'player.pause' : 'player.play')}
          title={`${t(isOn ? 'player.pause' : 'player.play')} (${t('player.space')})`}
          disabled={problem !== null}
          onClick={togglePlaying}
        >
          {isOn ? <IconPlayerPauseFilled {...ICON} /> : <IconPlayerPlayFilled {...ICON} />}
        </ActionIcon>
        <Text size="sm" w={200} truncate title={track.title}>
          {track.title}
        </Text>
        {problem ? (
          <Text size="sm" c="orange" flex={1} role="status">
            {said(problem)}
          </Text>
        ) : (
          <Picture songId={track.songId} samples={playing.samples} />
        )}
        {other ? (
          <Button variant="default" onClick={switchSides} title={other.title} maw={240}>
            {t('player.other', { title: other.title })}
          </Button>
        ) : null}
        <CloseButton aria-label={t('player.close')} onClick={closePlayer} />
      </Group>
    </section>
  );
}

/** Spectrogram, over it the waveform, and a line where it plays. A click goes there. */
function Picture({ songId, samples }: { songId: string; samples: Int16Array | null }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const { data: mel } = useCall('library/get-mel', { songId });
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    if (mel) drawStretched(context, melImage(mel));
    if (samples) drawWaveform(context, samples);
  }, [mel, samples]);
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      if (head.current) head.current.style.left = `${100 * playedShare()}%`;
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <button
      type="button"
      className="player-picture"
      aria-label={t('player.picture')}
      onClick={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        seek((clientX - left) / width);
      }}
    >
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} aria-hidden />
      <div ref={head} />
    </button>
  );
}

function drawStretched(context: CanvasRenderingContext2D, picture: ImageData): void {
  const small = document.createElement('canvas');
  [small.width, small.height] = [picture.width, picture.height];
  small.getContext('2d')?.putImageData(picture, 0, 0);
  context.drawImage(small, 0, 0, WIDTH, HEIGHT);
}

function drawWaveform(context: CanvasRenderingContext2D, samples: Int16Array): void {
  context.fillStyle = 'rgba(255, 255, 255, 0.75)';
  for (let x = 0; x < WIDTH; x++) {
    const [from, to] = [x, x + 1].map((at) => Math.floor((at * samples.length) / WIDTH));
    let [low, high] = [0, 0];
    for (let i = from; i < to; i++) {
      low = Math.min(low, samples[i]);
      high = Math.max(high, samples[i]);
    }
    const [top, bottom] = [high, low].map((value) => (HEIGHT / 2) * (1 - value / 32_768));
    context.fillRect(x, top, 1, Math.max(1, bottom - top));
  }
}
