/** What a browser calls a picture that was copied. */
const UNNAMED = /^image\.(\w+)$/;

let pasted = 0;

/** The files of what was dropped, without folders: those have no bytes. */
export function filesIn(data: DataTransfer | null): File[] {
  const items = [...(data?.items ?? [])];
  return items.flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory) return [];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
}

/** The files of what was pasted. Where there is text too, as from a spreadsheet, the text is what is meant. */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return [];
  return filesIn(data).map(withName);
}

/** Copied pictures all have one name; here, each gets its own. */
function withName(file: File): File {
  const [, ending] = UNNAMED.exec(file.name) ?? [];
  if (ending === undefined) return file;
  pasted += 1;
  return new File([file], `pasted-${pasted}.${ending}`, { type: file.type });
}
