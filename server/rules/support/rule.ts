import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Place } from '../../../core/graph/node.ts';
import type { Edit, LayerEdits } from '../../frontends/edits/edit.ts';
import type { Use } from '../../frontends/uses.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint' | 'off';

/**
 * One mistake: what it is, why it matters, how to find it and how to mend it. A rule is one file, and its text is what
 * hover, `convlens explain` and the documentation page show.
 */
export type Rule = ModelRule | UseRule;

/** A mistake in a model. */
export interface ModelRule extends RuleText {
  check(model: GraphAnalysis, context: RuleContext): Iterable<Finding>;
}

/** A mistake in how a program uses models and data. */
export interface UseRule extends RuleText {
  checkUses(uses: readonly Use[]): Iterable<Finding>;
}

interface RuleText {
  /** Stable kebab-case id: settings, comments and links use it. */
  readonly id: string;
  readonly severity: Exclude<Severity, 'off'>;
  readonly title: string;
  readonly docs: {
    readonly what: string;
    readonly why: string;
    readonly fix: string;
    readonly bad: string;
    readonly good: string;
  };
}

export interface RuleContext {
  readonly edits: LayerEdits;
}

/** A problem as a rule words it. The severity is added from the settings. */
export interface Finding {
  readonly rule: string;
  /** Where it weighs less than what the rule is about, and the settings do not say otherwise. */
  readonly milder?: 'warning' | 'hint';
  readonly message: string;
  readonly place: Place;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** What another place has to do with it. */
export interface Related {
  readonly message: string;
  readonly place: Place;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True when the fix cannot change what the model was meant to be, so `check --fix` may apply it. */
  readonly safe: boolean;
}
