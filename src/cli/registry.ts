import type { Command } from './command.ts';

/** What the overview tells of a command; its file is loaded when it is used, so that a command starts quickly. */
export interface ListedCommand {
  /** As typed, such as `library create`. */
  name: string;
  summary: string;
  load(): Promise<Command>;
}

/** Every command; a new one is a file and an entry here. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'demo',
    summary:
      'Run the whole main job on synthetic data: files, library, spectrograms, training, comparison, recommendations.',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
  {
    name: 'library create',
    summary: 'Make an empty library in a new or empty folder.',
    load: async () => (await import('./commands/library.ts')).libraryCreateCommand,
  },
  {
    name: 'library info',
    summary: 'Tell what a library holds.',
    load: async () => (await import('./commands/library.ts')).libraryInfoCommand,
  },
  {
    name: 'library audit',
    summary: 'Tell what the data of a library are like: density, long tail, repeats, cold share, drift over time.',
    load: async () => (await import('./commands/audit.ts')).libraryAuditCommand,
  },
  {
    name: 'library backup',
    summary: 'Make a checked backup of a library now.',
    load: async () => (await import('./commands/library.ts')).libraryBackupCommand,
  },
  {
    name: 'library backups',
    summary: 'List the backups of a library, newest first.',
    load: async () => (await import('./commands/library.ts')).libraryBackupsCommand,
  },
  {
    name: 'library restore',
    summary: 'Put a backup in the place of a library; what was there is moved aside, not deleted.',
    load: async () => (await import('./commands/library.ts')).libraryRestoreCommand,
  },
  {
    name: 'library export',
    summary: 'Write a whole library as one file, NAME-DATE.quadrille-archive.',
    load: async () => (await import('./commands/library.ts')).libraryExportCommand,
  },
  {
    name: 'library import',
    summary: 'Unpack an archive into a new library folder; never overwrites.',
    load: async () => (await import('./commands/library.ts')).libraryImportCommand,
  },
  {
    name: 'import',
    summary: 'Read a file in its original format into a library.',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'imports',
    summary: 'List the imports of music that can be undone, the latest first.',
    load: async () => (await import('./commands/imports.ts')).importsCommand,
  },
  {
    name: 'undo-import',
    summary: 'Undo the latest import of music as a whole.',
    load: async () => (await import('./commands/imports.ts')).undoImportCommand,
  },
  {
    name: 'listen',
    summary: 'Encode the clips of a library with MusiCNN into the set of vectors "musicnn".',
    load: async () => (await import('./commands/listen.ts')).listenCommand,
  },
  {
    name: 'mel',
    summary:
      'Write the mel spectrogram of the first three seconds: 256 × 256 float32, little-endian, band major, in dB.',
    load: async () => (await import('./commands/machine.ts')).melCommand,
  },
  {
    name: 'encode',
    summary: 'Write what the encoder MusiCNN hears in the first three seconds: 753 float32, little-endian.',
    load: async () => (await import('./commands/encode.ts')).encodeCommand,
  },
  {
    name: 'train',
    summary: 'Fit a model on the whole library and keep it under a name.',
    load: async () => (await import('./commands/models.ts')).trainCommand,
  },
  {
    name: 'evaluate',
    summary: 'Fit models afresh on a training part and measure them on the held-out part.',
    load: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
  },
  {
    name: 'export spark',
    summary: "Write the plays that Spark's ALS factorises, the rest of the split, and the script that does.",
    load: async () => (await import('./commands/export-spark.ts')).exportSparkCommand,
  },
  {
    name: 'export keras',
    summary: "Write what a model's network learns from, and a Keras script that trains it on another machine.",
    load: async () => (await import('./commands/hand-over.ts')).exportKerasCommand,
  },
  {
    name: 'models export',
    summary: 'Write the network of a model, or the encoder, as an ONNX file.',
    load: async () => (await import('./commands/models-export.ts')).modelsExportCommand,
  },
  {
    name: 'export data',
    summary: 'Write plays, listens, songs, listeners, tags and results as Parquet, CSV or TSV, with their description.',
    load: async () => (await import('./commands/export-data.ts')).exportDataCommand,
  },
  {
    name: 'export audit-sql',
    summary: 'Print SQL by which DuckDB computes the audit of data too large to import.',
    load: async () => (await import('./commands/audit.ts')).exportAuditSqlCommand,
  },
  {
    name: 'export split',
    summary: 'Write the very split that an evaluation with these options uses, for another tool.',
    load: async () => (await import('./commands/export-split.ts')).exportSplitCommand,
  },
  {
    name: 'split audit',
    summary: 'Tell what a split is like, and what of it should not be: cold share, drift, duplicates, leaks.',
    load: async () => (await import('./commands/audit.ts')).splitAuditCommand,
  },
  {
    name: 'score',
    summary: 'Judge recommendation lists that another tool made on a split, by our rules and by those of other tools.',
    load: async () => (await import('./commands/score.ts')).scoreCommand,
  },
  {
    name: 'experiment run',
    summary: "Run a whole experiment: the paper's own, or one that a JSON file describes.",
    load: async () => (await import('./commands/experiment.ts')).experimentRunCommand,
  },
  {
    name: 'reproduce',
    summary: 'Run the experiment of a research bundle again from its own data and compare every number.',
    load: async () => (await import('./commands/experiment.ts')).reproduceCommand,
  },
  {
    name: 'resume',
    summary: 'Go on with a job that was interrupted, cancelled or failed, from where it stopped.',
    load: async () => (await import('./commands/resume.ts')).resumeCommand,
  },
  {
    name: 'recommend',
    summary: 'Rank the songs that a listener has not played yet, with reasons.',
    load: async () => (await import('./commands/models.ts')).recommendCommand,
  },
  {
    name: 'explain',
    summary:
      'Say why a song has its score for a listener: played songs, tags and parts of the model, each with its share.',
    load: async () => (await import('./commands/models.ts')).explainCommand,
  },
  {
    name: 'audio place',
    summary:
      'Place a new recording among the songs of a library: its nearest songs, its predicted audience, and how ' +
      'sure that is.',
    load: async () => (await import('./commands/models.ts')).placeCommand,
  },
  {
    name: 'mobility demo',
    summary: 'Make a fictional study of 621 scholars whose moves, by the rules, are those of Li & Li 2024.',
    load: async () => (await import('./commands/mobility.ts')).mobilityDemoCommand,
  },
  {
    name: 'mobility codebook',
    summary: 'The rules of a study: show them, see what a change would alter, put a new version in force.',
    load: async () => (await import('./commands/mobility-codebook.ts')).mobilityCodebookCommand,
  },
  {
    name: 'mobility import',
    summary: 'Read résumés, ORCID records, reputation tables, city tiers, institutions or ties into a study.',
    load: async () => (await import('./commands/mobility-import.ts')).mobilityImportCommand,
  },
  {
    name: 'mobility imports',
    summary: 'List the imports of a study that are known by what they changed, the latest first.',
    load: async () => (await import('./commands/mobility-imports.ts')).mobilityImportsCommand,
  },
  {
    name: 'mobility undo-import',
    summary: 'Undo the latest import of a study as a whole: every table is as it was before.',
    load: async () => (await import('./commands/mobility-imports.ts')).mobilityUndoImportCommand,
  },
  {
    name: 'mobility institutions',
    summary: 'Institutions, the spellings in the résumés, and what they mean.',
    load: async () => (await import('./commands/mobility-coders.ts')).mobilityInstitutionsCommand,
  },
  {
    name: 'mobility read-cv',
    summary: 'Propose the positions that a CV in free text tells, each with where it stands. Nothing is stored.',
    load: async () => (await import('./commands/mobility-cv.ts')).mobilityReadCvCommand,
  },
  {
    name: 'mobility code',
    summary: 'Code one stage of one scholar; answers the code and the quadrant of the move that leads to it.',
    load: async () => (await import('./commands/mobility.ts')).mobilityCodeCommand,
  },
  {
    name: 'mobility summary',
    summary: 'Stayed, moved, and the flow quadrants of one transition, with Wilson intervals.',
    load: async () => (await import('./commands/mobility.ts')).mobilitySummaryCommand,
  },
  {
    name: 'mobility compare',
    summary: 'Ask a study one question: its table, its tests, and a sentence for each.',
    load: async () => (await import('./commands/mobility-analysis.ts')).mobilityCompareCommand,
  },
  {
    name: 'mobility tests',
    summary: 'List which tests were made on which state of the codes; name a family of tests beforehand.',
    load: async () => (await import('./commands/mobility-analysis.ts')).mobilityTestsCommand,
  },
  {
    name: 'mobility analyse',
    summary: 'Analyse a whole study: careers as sequences, prestige, chance, grouped models, time to election.',
    load: async () => (await import('./commands/mobility-analyse.ts')).mobilityAnalyseCommand,
  },
  {
    name: 'mobility agreement',
    summary: 'Agreement of coders per field, before adjudication: percent, κ, Fleiss, α, AC1, with intervals.',
    load: async () => (await import('./commands/mobility-coders.ts')).mobilityAgreementCommand,
  },
  {
    name: 'mobility population',
    summary:
      'Whom the study is about: whose résumé was found, who is missing and why, and whether the found stand for all.',
    load: async () => (await import('./commands/mobility-population.ts')).mobilityPopulationCommand,
  },
  {
    name: 'mobility ethics',
    summary:
      'The ethics approval, and the statement that the law on personal information asks for; printed in the report.',
    load: async () => (await import('./commands/mobility-population.ts')).mobilityEthicsCommand,
  },
  {
    name: 'mobility pilot',
    summary:
      'Draw a pilot round: scholars whom nobody has coded, for each of the coders, blind; its agreement stands apart.',
    load: async () => (await import('./commands/mobility-population.ts')).mobilityPilotCommand,
  },
  {
    name: 'mobility drift',
    summary: 'Whether coders change while they code: agreement, unsure and missing by quarters of their codes.',
    load: async () => (await import('./commands/mobility-population.ts')).mobilityDriftCommand,
  },
  {
    name: 'mobility rename-coder',
    summary: 'Give a coder another name, in every code and decision; the old name stays known.',
    load: async () => (await import('./commands/mobility-population.ts')).mobilityRenameCoderCommand,
  },
  {
    name: 'mobility export-coding',
    summary: "Write one coder's work into a file, to be merged on another machine.",
    load: async () => (await import('./commands/mobility-coders.ts')).mobilityExportCodingCommand,
  },
  {
    name: 'mobility merge',
    summary: "Merge another coder's exported work: backup first, all or nothing, the same file twice changes nothing.",
    load: async () => (await import('./commands/mobility-coders.ts')).mobilityMergeCommand,
  },
  {
    name: 'mobility export',
    summary: 'Write the study: tables, figures, report, SPSS and R files, or one of the two exports for others.',
    load: async () => (await import('./commands/mobility-coders.ts')).mobilityExportCommand,
  },
  {
    name: 'stats',
    summary: 'Compute one statistical test from data given on the command line, with effect size and interval.',
    load: async () => (await import('./commands/stats.ts')).statsCommand,
  },
  {
    name: 'serve',
    summary: 'The app in a browser, on this machine only (127.0.0.1), for where Electron cannot be had.',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    name: 'doctor',
    summary: 'Tell what this machine has: Node, SQLite, Electron, training engines.',
    load: async () => (await import('./commands/machine.ts')).doctorCommand,
  },
  {
    name: 'bench',
    summary: 'Measure speed beside the peers that are installed; needs the source checkout.',
    load: async () => (await import('./commands/machine.ts')).benchCommand,
  },
];
