import type { Command } from '../command.ts';
export const demoCommand: Command = { name: 'demo', usage: '', summary: '', help: [], options: {}, async run() {} };
