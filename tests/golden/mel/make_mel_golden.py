"""Makes the mel golden files of this folder: python make_mel_golden.py

For every NAME.wav here (22,050 Hz, mono, 16-bit, 66,150 samples) writes NAME.f32: librosa's chain in double precision, 256 x 256 float32 values,
little-endian, mel band major. Made with librosa 0.11.0 and numpy 2.4.6.
"""
import pathlib
import wave

import librosa
import numpy as np

for path in sorted(pathlib.Path(__file__).parent.glob("*.wav")):
    with wave.open(str(path)) as clip:
        samples = np.frombuffer(clip.readframes(clip.getnframes()), "<i2").astype(np.float64) / 32768
    emphasised = librosa.effects.preemphasis(samples, coef=0.97)
    power = np.abs(librosa.stft(emphasised, n_fft=2048, hop_length=259, center=True, pad_mode="constant", dtype=np.complex128)) ** 2
    filters = librosa.filters.mel(sr=22050, n_fft=2048, n_mels=256, htk=False, norm="slaney").astype(np.float64)
    db = librosa.power_to_db(filters @ power, ref=np.max, top_db=80)
    assert db.shape == (256, 256)
    db.astype("<f4").tofile(path.with_suffix(".f32"))
