/** How many workers end while the suite types, and the file whose problem says how many have. */
export const mostKills = 50;
export const killsUri = 'convlens-test:/kills';
