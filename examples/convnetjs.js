// The network of ConvNetJS's CIFAR-10 demonstration: three stages of convolution and pooling, and a softmax, in front of
// which ConvNetJS puts a fully connected layer.
const convnetjs = require('convnetjs');

const layerDefs = [{ type: 'input', out_sx: 32, out_sy: 32, out_depth: 3 }];
for (const filters of [16, 20, 20]) {
  layerDefs.push({ type: 'conv', sx: 5, filters, stride: 1, pad: 2, activation: 'relu' });
  layerDefs.push({ type: 'pool', sx: 2, stride: 2 });
}
layerDefs.push({ type: 'softmax', num_classes: 10 });

const net = new convnetjs.Net();
net.makeLayers(layerDefs);

module.exports = net;
