import type { Command } from '../command.ts';
export const serveCommand: Command = { name: 'serve', usage: '', summary: '', help: [], options: {}, async run() {} };
