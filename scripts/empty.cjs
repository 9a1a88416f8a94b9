// Stands in for Node's modules in browser bundles of libraries that only use them when they are there.
module.exports = {};
