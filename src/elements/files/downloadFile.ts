/** Milliseconds after which a browser has begun to read what it downloads. */
const BEGUN = 60_000;

/** Has the browser save a file. */
export function downloadFile(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), BEGUN);
}
