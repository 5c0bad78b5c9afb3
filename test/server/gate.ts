/** Something that one part of a test waits for and another part lets happen. */
export interface Gate<T> {
  opened: Promise<T>;
  open(value: T): void;
}

export function gate<T>(): Gate<T> {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
