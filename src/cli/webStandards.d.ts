/** Web standards that Node has, but @types/node does not declare as global types. Files that the page shares with Node name them. */
type MessagePort = import('node:worker_threads').MessagePort;
type SubtleCrypto = import('node:crypto').webcrypto.SubtleCrypto;
type RequestCache = 'default' | 'force-cache' | 'no-cache' | 'no-store' | 'only-if-cached' | 'reload';

interface RequestInit {
  cache?: RequestCache;
}
