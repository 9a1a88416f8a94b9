/** Why a command cannot run, in one line for the terminal. */
export class Failure extends Error {}
