/** Why something that was asked for cannot be answered, in one line for whoever asked. */
export class Failure extends Error {}
