/** File extensions searched for in an audio folder. */
export const AUDIO_FILE = /\.(wav|wave|mp3|flac|ogg|oga|opus|aiff?|aifc|au|snd)$/i;

/** Extensions of audio that is not read; such files of a folder are counted. */
export const UNREAD_AUDIO_FILE = /\.(m4a|mp4|aac|alac|wma|ape|wv|mpc|caf|spx|tta|dsf|dff|amr)$/i;
