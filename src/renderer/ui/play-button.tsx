import { ActionIcon } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { play, togglePlaying, type Track, usePlaying } from './player-state.ts';

const ICON = { size: 12, 'aria-hidden': true } as const;

/** Plays a song's three-second clip in the player at the foot of the window. */
export function PlayButton({
  songId,
  title,
  other = null,
  disabled = false,
}: Track & { other?: Track | null; disabled?: boolean }) {
  const { t } = useTranslation();
  const playing = usePlaying();
  const on = playing?.isOn === true && playing.track.songId === songId;
  return (
    <ActionIcon
      variant="default"
      size="sm"
      disabled={disabled}
      aria-label={on ? t('song.stop') : t('song.play')}
      title={on ? t('song.stop') : t('song.play')}
      onClick={() => (on ? togglePlaying() : void play({ songId, title }, other))}
    >
      {on ? <IconPlayerStopFilled {...ICON} /> : <IconPlayerPlayFilled {...ICON} />}
    </ActionIcon>
  );
}
