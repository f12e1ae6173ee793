/** What became of the choice of a Hub or of a server; a type alone, for those who are told and choose nothing. */

/**
 * `in-force`: this page may ask it already. `after-reload`: reload, then it may. `refused-by-host`: the policy that this
 * app's host sets forbids it; the former choice stays. `not-an-address`: not http or https. `not-kept`: this browser
 * stores nothing here.
 */
export type HubOutcome = "in-force" | "after-reload" | "refused-by-host" | "not-an-address" | "not-kept";
