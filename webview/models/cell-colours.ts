/** The colour of a number on a coloured cell: black on what is light, white on what is dark (relative luminance of sRGB). */
export function textOn(red: number, green: number, blue: number): '#111' | '#fff' {
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return luminance > 0.2 ? '#111' : '#fff';
}

function linear(byte: number): number {
  const x = byte / 255;
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
}
