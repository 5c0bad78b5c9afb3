const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });

/** “14:02” */
export const timeOfDay = (at: number): string => minutes.format(at);

/** “24 November” */
export const dayOfYear = (at: number): string => days.format(at);
