import { constants, inflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import type { Picture } from '../../../core/engine/image.ts';

/** Larger than any camera's. */
const mostPixels = 2 ** 25;
/** Once unpacked; decoding takes several times that. */
const mostBytes = 2 ** 27;

/** Reads a PNG of any kind. @throws Error that says what is wrong with the file, before memory is taken for it */
export function readPng(file: Buffer): Picture {
  const chunks = chunksOf(file);
  checkSizes(headerOf(chunks[0]), chunks);
  // Texts and colour profiles may unpack to anything, and change no pixel here.
  return toPicture(decode(Buffer.concat([file.subarray(0, 8), ...chunks.map(({ whole }) => whole)])));
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** With its length and its checksum. */
  readonly whole: Buffer;
}

/** The chunks that pixels are made of: PNG specification, 11.2 and 11.3.1. */
const needed: readonly string[] = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

function chunksOf(file: Buffer): readonly Chunk[] {
  if (file.toString('hex', 0, 8) !== signature) throw new Error('this is no PNG');
  const chunks: Chunk[] = [];
  for (let at = 8; chunks.at(-1)?.type !== 'IEND'; ) {
    const end = at + 12 <= file.length ? at + 12 + file.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (end > file.length) throw new Error('the PNG ends in the middle');
    const type = file.toString('latin1', at + 4, at + 8);
    const chunk = { type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) };
    if (needed.includes(type)) chunks.push(chunk);
    at = end;
  }
  return chunks;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
}

const signature = '89504e470d0a1a0a';
const channelsByType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

function headerOf(chunk: Chunk | undefined): Header {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) throw new Error('the PNG has no header');
  const channels = channelsByType[chunk.data.readUInt8(9)];
  if (channels === undefined) throw new Error('the PNG has colours of a type that there is not');
  const bitsPerPixel = channels * chunk.data.readUInt8(8);
  return { width: chunk.data.readUInt32BE(0), height: chunk.data.readUInt32BE(4), bitsPerPixel };
}

function checkSizes({ width, height, bitsPerPixel }: Header, chunks: readonly Chunk[]): void {
  if (width === 0 || height === 0) throw new Error(`the picture is ${width}×${height}: it has no pixel`);
  const pixels = height * Math.ceil((width * bitsPerPixel) / 8);
  if (width * height > mostPixels || pixels > mostBytes) {
    throw new Error(`the picture is ${width}×${height}, which is more than is read`);
  }
  // A byte in front of each row; interlaced, rows of seven passes.
  const most = pixels + 8 * height + 64;
  const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
  const unpacked = unpackedLength(packed, most);
  if (unpacked === null) throw new Error('the pixels of the PNG are damaged, or more than its header says');
  if (unpacked < pixels) throw new Error('the PNG ends before its last pixel');
}

/** Null when there are more than `most` bytes, or none that can be unpacked. */
function unpackedLength(packed: Buffer, most: number): number | null {
  try {
    return inflateSync(packed, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }).length;
  } catch {
    return null;
  }
}

/** Any PNG as red, green, blue and alpha, a byte each. */
function toPicture({ width, height, data, channels, depth, palette }: ReturnType<typeof decode>): Picture {
  const pixels = new Uint8Array(4 * width * height);
  const toByte = depth === 16 ? 1 / 257 : depth < 8 && !palette ? 255 / (2 ** depth - 1) : 1;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = (channel: number): number => Math.round((data[pixel * channels + channel] ?? 0) * toByte);
    const entry = palette?.[data[pixel]!];
    const [red, green, blue] = entry ?? (channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)]);
    const alpha = entry ? (entry[3] ?? 255) : channels === 2 || channels === 4 ? at(channels - 1) : 255;
    pixels.set([red!, green!, blue!, alpha], 4 * pixel);
  }
  return { width, height, data: pixels };
}
