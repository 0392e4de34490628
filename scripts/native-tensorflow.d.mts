export function installNative(env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<string>;
export function pinnedNode(root: string, platform?: string, exists?: (file: string) => boolean): string;
export function runs(script: string, node: string, options?: object): Promise<boolean>;
