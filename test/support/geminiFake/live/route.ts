/** What a WebSocket is opened for. */
export interface LiveTarget {
  apiVersion: string;
  apiKey: string | undefined;
  /** An ephemeral token; only sessions with fixed settings take one. */
  token: string | undefined;
}

const PATH =
  /^\/*ws\/google\.ai\.generativelanguage\.(v1|v1beta|v1alpha)\.GenerativeService\.BidiGenerateContent(Constrained)?$/;

/** Finds what a WebSocket is opened for, by the path after that of the script. */
export function liveTargetIn(path: string, search: URLSearchParams): LiveTarget | undefined {
  const [matched, apiVersion = '', constrained] = PATH.exec(path) ?? [];
  if (matched === undefined) return undefined;
  const apiKey = search.get('key') ?? undefined;
  const token = search.get('access_token') ?? undefined;
  return constrained === undefined
    ? { apiVersion, apiKey, token: undefined }
    : { apiVersion, apiKey: undefined, token: token ?? '' };
}
