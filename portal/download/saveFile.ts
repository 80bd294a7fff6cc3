/** Hands a file that the page made to the browser's downloads. */
export function saveFile(name: string, content: BlobPart | BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob([content].flat(), { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What is made piece by piece, with a breath after each: the page goes on meanwhile. */
export async function savePieces(
  name: string,
  pieces: Iterable<string> | AsyncIterable<string>,
  type: string,
): Promise<void> {
  const made: Blob[] = [];
  for await (const piece of pieces) {
    made.push(new Blob([piece]));
    await new Promise((resolve) => setTimeout(resolve));
  }
  saveFile(name, made, type);
}
