/** How clients are told to find a name on this machine. */
export interface HostRules {
  /** Value of Chromium's `--host-resolver-rules`. */
  readonly chromium: string;
  /** Arguments of curl: `--connect-to` changes the port as well, which `--resolve` cannot. */
  readonly curl: readonly string[];
}

/** The rules that lead every name of the servers to their ports, whatever port the URL has. */
export function hostRules(servers: readonly { readonly hosts: readonly string[]; readonly port: number }[], address: string): HostRules {
  const targets = servers.flatMap(({ hosts, port }) => hosts.map((host) => ({ host, port })));
  return {
    chromium: targets.map(({ host, port }) => `MAP ${host} ${address}:${port}`).join(', '),
    // curl knows no wildcard
    curl: targets.filter(({ host }) => !host.includes('*')).flatMap(({ host, port }) => ['--connect-to', `${host}::${address}:${port}`]),
  };
}
