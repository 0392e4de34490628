import type { Mutant } from './mutant.ts';

const RPC = 'tests/unit/rpc.test.ts';
const NUMBERS = 'tests/unit/number-format.test.ts';

/** Where the parts meet each other and people: RPC, errors, exit codes, numbers as they are shown. */
export const EDGES: readonly Mutant[] = [
  {
    name: 'messages/a space stays between Chinese words and a Chinese value',
    file: 'src/shared/messages/message.ts',
    from: 'if (CHINESE_END.test(left) && CHINESE_START.test(right)) return left + right;',
    to: '',
    tests: 'tests/unit/messages.test.ts',
  },
  {
    name: 'messages/a stored message with other values does not show its English',
    file: 'src/shared/messages/message.ts',
    from: '  } catch {\n    return message.text;',
    to: '  } catch {\n    return message.id;',
    tests: 'tests/unit/messages.test.ts',
  },
  {
    name: 'rpc/answers go to the wrong call',
    file: 'src/shared/rpc/client.ts',
    from: 'const call = pending.get(message.id ?? -1);',
    to: 'const call = [...pending.values()][0] ?? pending.get(message.id ?? -1);',
    tests: RPC,
  },
  {
    name: 'rpc/pending calls wait for ever when the other side goes',
    file: 'src/shared/rpc/client.ts',
    from: 'for (const call of pending.values()) call.reject(processGone());',
    to: '',
    tests: RPC,
  },
  {
    name: 'rpc/calls to a side that has gone',
    file: 'src/shared/rpc/client.ts',
    from: 'if (gone) return Promise.reject(processGone());',
    to: '',
    tests: RPC,
  },
  {
    name: 'rpc/input is not parsed',
    file: 'src/shared/rpc/server.ts',
    from: 'if (!parsed.success) {',
    to: 'if (!parsed.success && method === "") {',
    tests: RPC,
  },
  {
    name: 'rpc/defaults are not filled in',
    file: 'src/shared/rpc/server.ts',
    from: 'handler(parsed.data as never)',
    to: 'handler(input as never)',
    tests: RPC,
  },
  {
    name: 'rpc/events go on to a side that has gone',
    file: 'src/shared/rpc/server.ts',
    from: 'port.onClose(unsubscribe);',
    to: '',
    tests: RPC,
  },
  {
    name: 'errors/a full disk is internal',
    file: 'src/shared/errors.ts',
    from: "systemCode === 'ENOSPC' || ",
    to: '',
    tests: RPC,
  },
  {
    name: 'errors/a damaged database is internal',
    file: 'src/shared/errors.ts',
    from: "code.startsWith('SQLITE_CORRUPT')",
    to: "code === 'SQLITE_CORRUPT'",
    tests: RPC,
  },
  {
    name: 'cli/wrong words end with 1',
    file: 'src/cli/command.ts',
    from: 'if (error instanceof UsageError) return 2;',
    to: '',
    tests: RPC,
  },
  {
    name: 'cli/a cancelled run ends with 1',
    file: 'src/cli/command.ts',
    from: 'return 130;',
    to: 'return 1;',
    tests: RPC,
  },
  {
    name: 'cli/a failure ends with 0',
    file: 'src/cli/command.ts',
    from: 'return 130; return 1;',
    to: 'return 130; return 0;',
    tests: RPC,
  },
  {
    name: 'numbers/a hyphen for a minus',
    file: 'src/shared/number-format.ts',
    from: ".replace('-', '−')",
    to: '',
    tests: NUMBERS,
  },
  {
    name: 'numbers/NaN is shown',
    file: 'src/shared/number-format.ts',
    from: "typeof value === 'number' && !Number.isNaN(value)",
    to: "typeof value === 'number'",
    tests: NUMBERS,
  },
  {
    name: 'numbers/shares ten times too large',
    file: 'src/shared/number-format.ts',
    from: 'formatNumber(100 * share, locale, digits)',
    to: 'formatNumber(1000 * share, locale, digits)',
    tests: NUMBERS,
  },
  {
    name: 'numbers/p below 0.001 told as 0.000',
    file: 'src/shared/number-format.ts',
    from: 'p < 0.001 ?',
    to: 'p < 0 ?',
    tests: NUMBERS,
  },
];
