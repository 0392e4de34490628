// What only the release workflow knows, by its environment: whose packages these are, and how Windows installers are
// signed.
interface PartOfConfiguration {
  extraMetadata?: { homepage: string };
  linux?: { maintainer: string };
  win?: { azureSignOptions: Record<string, string> };
}

/** The repository is the homepage, and its owner maintains the packages. */
export function origin(environment: NodeJS.ProcessEnv): PartOfConfiguration {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_REPOSITORY_OWNER: owner } = environment;
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !owner) return {};
  return {
    extraMetadata: { homepage: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` },
    linux: { maintainer: `${owner} <${owner}@users.noreply.github.com>` },
  };
}

const AZURE_VARIABLES = {
  AZURE_SIGNING_PUBLISHER: 'publisherName',
  AZURE_SIGNING_ENDPOINT: 'endpoint',
  AZURE_SIGNING_ACCOUNT: 'codeSigningAccountName',
  AZURE_SIGNING_PROFILE: 'certificateProfileName',
} as const;
/** Read by electron-builder itself. */
const AZURE_SECRETS = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'] as const;

/**
 * Azure Trusted Signing, if it is set up.
 *
 * @throws if it is set up by half: installers would be unsigned, or the build would stop at the first of them
 */
export function windowsSigning(environment: NodeJS.ProcessEnv): PartOfConfiguration {
  const isSet = (name: string) => Boolean(environment[name]);
  const variables = Object.keys(AZURE_VARIABLES);
  if (!variables.some(isSet)) return {};
  const lacking = [...variables, ...AZURE_SECRETS].filter((name) => !isSet(name));
  if (lacking.length > 0) throw new Error(`Azure Trusted Signing lacks ${lacking.join(', ')}`);
  const options = Object.entries(AZURE_VARIABLES).map(([name, option]) => [option, environment[name]]);
  return { win: { azureSignOptions: Object.fromEntries(options) } };
}
