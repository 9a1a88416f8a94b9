#!/usr/bin/env node
// What the package installs as `convlens`. Compiled code is kept for the next time, where Node knows how to.
require('node:module').enableCompileCache?.();
import('../cli/convlens.js');
