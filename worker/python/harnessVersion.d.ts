/** Changes with the Python side of the sandbox: a snapshot holds objects of its classes. */
declare module 'virtual:harness-version' {
  const version: string;
  export default version;
}
