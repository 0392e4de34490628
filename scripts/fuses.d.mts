export const WANTED: Record<string, boolean>;
export function setFuses(executable: string, platform: string, inspectable: boolean): Promise<string[]>;
export function wrongFuses(executable: string, platform: string): Promise<string[]>;
