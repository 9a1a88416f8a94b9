import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeRadio,
  vsCodeRadioGroup,
} from '@vscode/webview-ui-toolkit';

/** The one door to the UI toolkit: the controls that the panel's views use. */
export function defineComponents(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeLink(),
    vsCodeOption(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
  );
}

/** What a dropdown or an input holds when it reports a change. */
export function fieldValue(event: Event): string {
  const { target } = event;
  return target instanceof Element && 'value' in target ? String(target.value) : '';
}
