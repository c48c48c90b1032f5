/** Browsers give this name to every copied picture. */
const UNNAMED = /^image\.(\w+)$/;

let pasted = 0;

/** Returns dropped files, without folders, which have no bytes. */
export function filesIn(data: DataTransfer | null): File[] {
  const items = [...(data?.items ?? [])];
  return items.flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory) return [];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
}

/** Returns pasted files. If there is text too, as from a spreadsheet, the text is pasted instead. */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return [];
  return filesIn(data).map(withName);
}

/** Gives each copied picture a name of its own. */
function withName(file: File): File {
  const [, ending] = UNNAMED.exec(file.name) ?? [];
  if (ending === undefined) return file;
  pasted += 1;
  return new File([file], `pasted-${pasted}.${ending}`, { type: file.type });
}
