import { ActionIcon } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.ts';
import { notifyErrors } from './notify.tsx';

const ICON = { size: 12, 'aria-hidden': true } as const;

let playing: HTMLAudioElement | null = null;

/** Plays a song's three-second clip; starting one stops any other. */
export function PlayButton({ songId, disabled = false }: { songId: string; disabled?: boolean }) {
  const { t } = useTranslation();
  const [on, setOn] = useState(false);
  useEffect(() => () => void (on && playing?.pause()), [on]);
  const play = async () => {
    playing?.pause();
    if (on) return setOn(false);
    const clip = await notifyErrors(call('library/get-audio', { songId }));
    if (!clip) return;
    const blob = new Blob([Uint8Array.from(atob(clip.data), (c) => c.charCodeAt(0))], { type: clip.mime });
    const audio = new Audio(URL.createObjectURL(blob));
    const stop = () => {
      URL.revokeObjectURL(audio.src);
      setOn(false);
    };
    audio.addEventListener('ended', stop);
    audio.addEventListener('pause', stop);
    playing = audio;
    setOn(true);
    await notifyErrors(audio.play());
  };
  return (
    <ActionIcon
      variant="default"
      size="sm"
      disabled={disabled}
      aria-label={on ? t('song.stop') : t('song.play')}
      title={on ? t('song.stop') : t('song.play')}
      onClick={() => void play()}
    >
      {on ? <IconPlayerStopFilled {...ICON} /> : <IconPlayerPlayFilled {...ICON} />}
    </ActionIcon>
  );
}
