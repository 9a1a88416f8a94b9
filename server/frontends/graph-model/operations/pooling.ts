import * as l10n from '@vscode/l10n';
import { asOperator, type Operation, type Outcome, type Rules, unknownOutcome } from '../operation.ts';
import { dataFormat, leavesSpace, paddingAttribute, spatialAttribute } from './window-attributes.ts';

export const poolings: Rules = {
  MaxPool: (operation) => pooling(operation, 'maxPooling2d', 2),
  AvgPool: (operation) => pooling(operation, 'averagePooling2d', 2),
  MaxPool3D: (operation) => pooling(operation, 'maxPooling3d', 3),
  AvgPool3D: (operation) => pooling(operation, 'averagePooling3d', 3),
  MaxPoolWithArgmax: (operation) => {
    const { same: _, ...made } = pooling(operation, 'maxPooling2d', 2);
    return { ...made, outputs: [...made.outputs, ...made.outputs] };
  },
};

type Pooling = 'maxPooling2d' | 'averagePooling2d' | 'maxPooling3d' | 'averagePooling3d';

function pooling(operation: Operation, operator: Pooling, rank: number): Outcome {
  const { def } = operation;
  if (leavesSpace(def, 'ksize') || leavesSpace(def, 'strides')) {
    return unknownOutcome(l10n.t('it pools over examples or channels'));
  }
  return asOperator(operation, operator, {
    poolSize: spatialAttribute(def, 'ksize', rank),
    strides: spatialAttribute(def, 'strides', rank),
    padding: paddingAttribute(def, rank),
    dataFormat: dataFormat(def),
  });
}
