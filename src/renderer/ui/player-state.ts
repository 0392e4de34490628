import { useSyncExternalStore } from 'react';
import type { Message } from '../../shared/messages/message.ts';
import { call } from '../api.ts';

const WAV_HEADER_BYTES = 44;

export interface Track {
  songId: string;
  title: string;
}

export interface Playing {
  track: Track;
  /** To compare it with. */
  other: Track | null;
  isOn: boolean;
  /** Samples of the clip as 16-bit numbers; null while it loads. */
  samples: Int16Array | null;
  /** Why there is nothing to hear, for example that the file was moved. */
  problem: Message | Error | null;
}

let playing: Playing | null = null;
let audio: HTMLAudioElement | null = null;
/** Counts starts: an answer for a clip that is no longer wanted is dropped. */
let starts = 0;
const listeners = new Set<() => void>();

function set(next: Playing | null): void {
  playing = next;
  for (const listener of listeners) listener();
}

function silence(): void {
  starts++;
  if (!audio) return;
  audio.pause();
  URL.revokeObjectURL(audio.src);
  audio = null;
}

/** Plays a song's three-second clip; starting one stops any other. */
export async function play(track: Track, other: Track | null = null): Promise<void> {
  silence();
  const start = starts;
  set({ track, other, isOn: true, samples: null, problem: null });
  try {
    const clip = await call('library/get-audio', { songId: track.songId });
    if (start !== starts) return;
    const bytes = Uint8Array.from(atob(clip.data), (c) => c.charCodeAt(0));
    const element = new Audio(URL.createObjectURL(new Blob([bytes], { type: clip.mime })));
    element.addEventListener('ended', () => start === starts && playing && set({ ...playing, isOn: false }));
    audio = element;
    set({ track, other, isOn: true, samples: new Int16Array(bytes.buffer, WAV_HEADER_BYTES), problem: null });
    await element.play();
  } catch (error) {
    if (start === starts) set({ track, other, isOn: false, samples: null, problem: error as Error });
  }
}

export function togglePlaying(): void {
  if (!playing) return;
  if (!audio) return void play(playing.track, playing.other);
  if (playing.isOn) audio.pause();
  else void audio.play();
  set({ ...playing, isOn: !playing.isOn });
}

/** The other one of the two that are compared, from its beginning. */
export function switchSides(): void {
  if (playing?.other) void play(playing.other, playing.track);
}

/** @param share of the clip, 0 to 1 */
export function seek(share: number): void {
  if (audio && Number.isFinite(audio.duration)) audio.currentTime = share * audio.duration;
}

/** Share of the clip that was played. */
export function playedShare(): number {
  return audio && audio.duration > 0 ? audio.currentTime / audio.duration : 0;
}

export function closePlayer(): void {
  silence();
  set(null);
}

export function usePlaying(): Playing | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => playing,
  );
}
