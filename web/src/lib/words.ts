const kept: Record<string, string> = read()

function read(): Record<string, string> {
  if (typeof document === 'undefined') return {}
  try {
    return JSON.parse(document.body?.dataset.words || '{}')
  } catch {
    return {}
  }
}

/** A sentence in the reader's language; the English sentence is the key (see wordlist.py). */
export function say(text: string, values: Record<string, string | number> = {}): string {
  return (kept[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
}

export const isChinese = (): boolean => document.documentElement.lang.startsWith('zh')
