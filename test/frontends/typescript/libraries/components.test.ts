import { describe, expect, it } from 'vitest';
import { readText, rowsOf } from '../our-models.ts';

const tfImport = "import * as tf from '@tensorflow/tfjs';";
const dense = (units: string) => `tf.layers.dense({ units: ${units}, inputShape: [1] })`;

function params(text: string, uri: string, files: Readonly<Record<string, string>> = {}): (number | null)[][] {
  return readText(text, files, uri).models.map((graph) => rowsOf(graph).map((row) => row[3]));
}

const vue = 'file:///Net.vue';
const svelte = 'file:///Net.svelte';

describe('a Vue component', () => {
  it('is the program of both of its script blocks', () => {
    const text = `<template><p v-if="a > b">it's</p></template>
<script lang="ts">${tfImport} const UNITS: number = 4;</script>
<script setup lang="ts" generic="T extends Record<string, number>">
const net = tf.sequential({ layers: [${dense('UNITS as number')}] });
</script>`;
    expect(params(text, vue)).toEqual([[8]]);
    const [model] = readText(text, {}, vue).models;
    const { start, end } = model!.layers.at(-1)!.source!.range;
    expect(text.slice(start, end)).toBe(dense('UNITS as number'));
  });

  it('holds models in refs, which are what they hold', () => {
    const text = `<script setup>${tfImport} import { shallowRef } from 'vue';
const net = shallowRef(null);
net.value = tf.sequential();
net.value.add(${dense('3')});
</script>`;
    expect(params(text, vue)).toEqual([[6]]);
  });

  it('does not know what the page makes of a number in a ref', () => {
    const text = `<script setup>${tfImport} import { ref } from 'vue';
const units = ref(3);
function build() { return tf.sequential({ layers: [${dense('units.value')}] }); }
</script>`;
    expect(params(text, vue)).toEqual([[null]]);
  });

  it('has methods that call each other through `this`', () => {
    const text = `<script>${tfImport}
export default {
  data: () => ({ net: null, sizes: [5] }),
  methods: {
    layer(units) { return ${dense('units')}; },
    build() { this.net = tf.sequential(); this.net.add(this.layer(this.sizes[0])); },
  },
};
</script>`;
    expect(params(text, vue)).toEqual([[10]]);
  });

  it('imports programs, and is imported by them', () => {
    const text = `<script>${tfImport} import { units } from './size.js'; export const width = units + 1;
const net = tf.sequential({ layers: [${dense('units')}] });</script>`;
    expect(params(text, vue, { 'file:///size.js': 'export const units = 2;' })).toEqual([[4]]);
    const user = `${tfImport} import Net, { width } from './Net.vue'; const net = tf.sequential({ layers: [${dense('width')}] });`;
    const files = { 'file:///Net.vue': text, 'file:///size.js': 'export const units = 2;' };
    expect(params(user, 'file:///user.ts', files)).toEqual([[6]]);
    expect(params(user, 'file:///user.ts')).toEqual([[null]]);
  });
});

describe('a Svelte component', () => {
  it('is the program of its module and its instance', () => {
    const text = `<script context="module">${tfImport} const units = 2;</script>
<script>
  export let classes;
  export let filters = 3;
  let net;
  function build() { net = tf.sequential(); net.add(${dense('units')}); net.add(tf.layers.dense({ units: filters })); net.add(tf.layers.dense({ units: classes })); }
</script>
{#if net}<p>it's {net.name}</p>{/if}`;
    const [model] = readText(text, {}, svelte).models;
    expect(model!.name).toBe('net');
    expect(model!.layers.slice(1).map(({ attributes }) => attributes.units)).toEqual([
      2,
      3,
      expect.objectContaining({}),
    ]);
    expect(model!.facts).toEqual([]);
  });

  it('knows runes', () => {
    const text = `<script>${tfImport}
  let { classes } = $props();
  let net = $state.raw(tf.sequential());
  let units = $state(4);
  net.add(${dense('2')});
  net.add(tf.layers.dense({ units }));
</script>`;
    expect(params(text, svelte)).toEqual([[4, null]]);
  });
});
