/** Whether a Content-Security-Policy lets a page speak to an address: the part of CSP 3 (§ 6.7.2) that hosts use for `connect-src`. Pure. */

/** `policies`: a header's value; several policies in it are parted by commas, and all must agree. Null = no policy. */
export function allowsConnection(policies: string | null, address: string, page: string): boolean {
  if (policies === null) return true;
  return policies.split(",").every((policy) => {
    const sources = sourcesOf(policy);
    return sources === null || sources.some((source) => matches(source, new URL(address), new URL(page)));
  });
}

/** Null where the policy says nothing about connections. */
function sourcesOf(policy: string): string[] | null {
  const directives = new Map<string, string[]>();
  for (const text of policy.split(";")) {
    const [name = "", ...sources] = text.trim().split(/\s+/);
    // The first of a name counts.
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  return directives.get("connect-src") ?? directives.get("default-src") ?? null;
}

function matches(source: string, address: URL, page: URL): boolean {
  if (source === "*") return /^(https?|wss?):$/.test(address.protocol) || address.protocol === page.protocol;
  if (source.toLowerCase() === "'self'") return address.origin === page.origin;
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return sameScheme(source.toLowerCase(), address.protocol);
  const parts = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[^:/*]+)(?::(\d+|\*))?(?:\/.*)?$/i.exec(source);
  if (!parts) return false;
  const [, scheme, host = "", port] = parts;
  if (!sameScheme(scheme ? `${scheme.toLowerCase()}:` : page.protocol, address.protocol)) return false;
  if (!sameHost(host.toLowerCase(), address.hostname)) return false;
  return port === "*" || (port ?? "") === address.port || (port !== undefined && port === usualPort(address));
}

/** A secure connection is as good as the one that was named. */
function sameScheme(named: string, actual: string): boolean {
  return named === actual || (named === "http:" && actual === "https:");
}

function sameHost(pattern: string, host: string): boolean {
  if (pattern === "*") return true;
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

function usualPort({ port, protocol }: URL): string {
  return port === "" ? (protocol === "https:" ? "443" : "80") : port;
}
